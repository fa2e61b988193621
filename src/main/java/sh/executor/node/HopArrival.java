package sh.executor.node;

import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * A connection another node made to this one, from its first frame on: what comes before the proof
 * is the proof, or the end.
 */
final class HopArrival {

  private final HopLink.Socket socket;
  private final HopLink link;
  private final byte[] expected;
  private boolean proven;

  private HopArrival(HopLink.Socket socket, HopLink link, byte[] expected) {
    this.socket = socket;
    this.link = link;
    this.expected = expected;
  }

  /** Says who we are, and what the caller is to prove. */
  static HopArrival greet(
      HopLink.Socket socket, HopLink link, HopProof proof, SecretKey key, byte[] nonce) {
    byte[] greeting = Arrays.copyOf(nonce, HopProof.BYTES * 2);
    System.arraycopy(proof.byCalled(key, nonce), 0, greeting, HopProof.BYTES, HopProof.BYTES);
    var _ = socket.write(greeting);
    return new HopArrival(socket, link, proof.byCaller(key, nonce));
  }

  /** The answer of a caller to a greeting; empty when that is not of a node of ours. */
  static Optional<byte[]> answer(HopProof proof, SecretKey key, byte[] greeting) {
    if (greeting.length != HopProof.BYTES * 2) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(greeting, HopProof.BYTES);
    byte[] shown = Arrays.copyOfRange(greeting, HopProof.BYTES, greeting.length);
    return HopProof.same(shown, proof.byCalled(key, nonce))
        ? Optional.of(proof.byCaller(key, nonce))
        : Optional.empty();
  }

  /** Takes a frame; for one thread at a time, in order. */
  void received(byte[] frame) {
    if (proven) {
      link.received(frame);
    } else if (HopProof.same(frame, expected)) {
      proven = true;
      link.watch();
    } else {
      socket.close();
    }
  }

  /** Cuts off whoever has proven nothing. */
  void hurry() {
    if (!proven) {
      socket.close();
    }
  }

  /** Ends the connection when what is under way over it is over. */
  void drain() {
    link.drain();
  }

  /** The connection is at its end. */
  void closed() {
    link.closed();
  }
}
