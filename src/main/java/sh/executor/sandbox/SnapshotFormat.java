package sh.executor.sandbox;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import sh.executor.sandbox.wasm.PackedPages;

/**
 * The bytes of a {@link SandboxSnapshot}: a magic word with the version, the engine, what has been
 * used, the open calls, the packed memory, and a checksum over all of it. Big-endian.
 *
 * <p>Nothing is believed: a length is held against the bytes there are before anything is made of
 * it.
 */
final class SnapshotFormat {

  /** The last character is the version; another one is another format. */
  private static final byte[] MAGIC = "XSNAP1".getBytes(StandardCharsets.US_ASCII);

  private static final int ENGINE_BYTES = 32;
  private static final int HEADER_BYTES =
      MAGIC.length + ENGINE_BYTES + 4 * Long.BYTES + 5 * Integer.BYTES + 2;
  private static final int CHECKSUM_BYTES = Integer.BYTES;

  private SnapshotFormat() {}

  static byte[] write(SandboxSnapshot snapshot) {
    List<Integer> open = snapshot.openCalls();
    PackedPages pages = snapshot.pages();
    ByteBuffer out =
        ByteBuffer.allocate(
            HEADER_BYTES + open.size() * Integer.BYTES + pages.packed().length + CHECKSUM_BYTES);
    out.put(MAGIC).put(HexFormat.of().parseHex(snapshot.engine()));
    write(out, snapshot.time());
    write(out, snapshot.used());
    out.putInt(open.size());
    open.forEach(out::putInt);
    out.putInt(pages.wasmPages()).put(flag(pages.refused())).putInt(pages.count());
    out.put(pages.packed());
    out.putInt(checksum(out.array(), out.position()));
    return out.array();
  }

  private static void write(ByteBuffer out, Meter.Used time) {
    out.putLong(time.cpu().toNanos()).putLong(time.wall().toNanos());
  }

  private static void write(ByteBuffer out, Script.Used used) {
    out.putInt(used.calls()).putInt(used.callsAllowed());
    out.putLong(used.logBytes()).put(flag(used.logsFull()));
    out.putLong(used.emittedBytes());
  }

  static SandboxSnapshot read(byte[] bytes) {
    int end = bytes.length - CHECKSUM_BYTES;
    if (end < HEADER_BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new SandboxSnapshot.FormatException("no snapshot in the format of this build");
    }
    if (ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      throw new SandboxSnapshot.FormatException("the checksum does not match");
    }
    try {
      return content(ByteBuffer.wrap(bytes, MAGIC.length, end - MAGIC.length));
    } catch (BufferUnderflowException e) {
      throw new SandboxSnapshot.FormatException(e);
    }
  }

  private static SandboxSnapshot content(ByteBuffer in) {
    String engine = HexFormat.of().formatHex(bytes(in, ENGINE_BYTES));
    Meter.Used time = new Meter.Used(duration(in), duration(in));
    Script.Used used = new Script.Used(count(in), count(in), size(in), flag(in), size(in));
    Set<Integer> open = openCalls(in);
    int wasmPages = count(in);
    boolean refused = flag(in);
    int pages = count(in);
    return new SandboxSnapshot(
        engine,
        time,
        used,
        open,
        new PackedPages(wasmPages, refused, pages, bytes(in, in.remaining())));
  }

  private static Set<Integer> openCalls(ByteBuffer in) {
    int size = count(in);
    Set<Integer> open = new TreeSet<>();
    for (int i = 0; i < size; i++) {
      if (!open.add(count(in))) {
        throw new SandboxSnapshot.FormatException("a call is open twice");
      }
    }
    return open;
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static int count(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0) {
      throw new SandboxSnapshot.FormatException("a count of " + count);
    }
    return count;
  }

  private static long size(ByteBuffer in) {
    long size = in.getLong();
    if (size < 0) {
      throw new SandboxSnapshot.FormatException("a size of " + size);
    }
    return size;
  }

  private static Duration duration(ByteBuffer in) {
    return Duration.ofNanos(size(in));
  }

  private static byte flag(boolean value) {
    return (byte) (value ? 1 : 0);
  }

  private static boolean flag(ByteBuffer in) {
    byte value = in.get();
    if (value != 0 && value != 1) {
      throw new SandboxSnapshot.FormatException("a flag of " + value);
    }
    return value == 1;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
