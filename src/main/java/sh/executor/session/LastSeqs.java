package sh.executor.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The number of the newest event of each stream, as far as this node knows: a hint that saves a
 * read, and right as long as no other node writes. Bounded; safe for use by many threads.
 */
final class LastSeqs {

  private static final int STREAMS_MAX = 256;

  private final Map<Long, Long> seqs = new ConcurrentHashMap<>();

  /** Of a stream; 0 when nothing is known of it. */
  long of(long stream) {
    return seqs.getOrDefault(stream, 0L);
  }

  void set(long stream, long seq) {
    if (seqs.size() >= STREAMS_MAX) {
      seqs.clear();
    }
    seqs.put(stream, seq);
  }
}
