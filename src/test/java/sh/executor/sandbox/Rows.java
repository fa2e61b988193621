package sh.executor.sandbox;

/** A list such as APIs answer with. */
final class Rows {

  private Rows() {}

  /** A JSON array of at least {@code bytes} bytes, ASCII only. */
  static String json(int bytes) {
    StringBuilder rows = new StringBuilder("[");
    for (int i = 0; rows.length() < bytes - 1; i++) {
      rows.append(i == 0 ? "" : ",")
          .append("{\"id\":%d,\"name\":\"item %d\",\"labels\":[\"a\",\"b\",\"c\"],".formatted(i, i))
          .append("\"owner\":{\"login\":\"u%d\",\"id\":%d},".formatted(i % 17, i * 3))
          .append("\"open\":%b,\"score\":%s}".formatted(i % 2 == 0, i / 7.0));
    }
    return rows.append(']').toString();
  }
}
