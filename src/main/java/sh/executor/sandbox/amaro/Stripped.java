package sh.executor.sandbox.amaro;

/** What became of TypeScript. */
public sealed interface Stripped {

  /** Its JavaScript. */
  record JavaScript(String code) implements Stripped {}

  /**
   * It is not TypeScript.
   *
   * @param message the parser's
   * @param line from 1 up; 0 when unknown
   * @param column from 1 up; 0 when unknown
   * @param unsupported whether it is TypeScript that this mode can not do without code of its own
   */
  record Refused(String message, int line, int column, boolean unsupported) implements Stripped {}
}
