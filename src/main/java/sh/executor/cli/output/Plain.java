package sh.executor.cli.output;

/** Text without what a terminal would obey: control characters other than tab and line feed. */
final class Plain {

  private static final char SHOWN_INSTEAD = '\ufffd';

  private Plain() {}

  static String text(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? SHOWN_INSTEAD : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
