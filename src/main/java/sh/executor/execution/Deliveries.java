package sh.executor.execution;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import sh.executor.sandbox.Delivery;

/** Answers to calls as bytes: a kind, and parts with their lengths before them. */
final class Deliveries {

  private static final int RETURNED = 1;
  private static final int RETURNED_BODY = 2;
  private static final int THROWN = 3;

  private Deliveries() {}

  static byte[] bytes(Delivery delivery) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      switch (delivery) {
        case Delivery.Returned(_, byte[] json) -> {
          out.writeByte(RETURNED);
          part(out, json);
        }
        case Delivery.ReturnedBody(_, byte[] head, byte[] body) -> {
          out.writeByte(RETURNED_BODY);
          part(out, head);
          part(out, body);
        }
        case Delivery.Thrown(_, String message) -> {
          out.writeByte(THROWN);
          out.writeUTF(message);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("write an answer down", e);
    }
    return bytes.toByteArray();
  }

  static Delivery read(int callId, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int kind = in.readUnsignedByte();
      return switch (kind) {
        case RETURNED -> new Delivery.Returned(callId, part(in));
        case RETURNED_BODY -> new Delivery.ReturnedBody(callId, part(in), part(in));
        case THROWN -> new Delivery.Thrown(callId, in.readUTF());
        default -> throw new IOException("No such kind of answer: " + kind);
      };
    } catch (IOException e) {
      throw new UncheckedIOException("read an answer", e);
    }
  }

  private static void part(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] part(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("A part of an answer is cut off");
    }
    return in.readNBytes(length);
  }
}
