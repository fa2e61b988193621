package sh.executor.rest;

/** What a request's body may weigh. Reaching a limit is a problem that names it. */
final class BodyLimits {

  /** Of an ordinary body, in bytes: room for a long script, not for an API description. */
  static final int ORDINARY_BYTES_MAX = 1 << 20;

  /** Of a body that carries an API description, in bytes: GitHub's is 13 MB before escaping. */
  static final int DESCRIPTION_BYTES_MAX = 32 << 20;

  /** How deep objects and arrays may nest. */
  static final int DEPTH_MAX = 64;

  /** Of one number, in characters. */
  static final int NUMBER_LENGTH_MAX = 100;

  /** Of one member name, in characters. */
  static final int NAME_LENGTH_MAX = 1_000;

  private BodyLimits() {}
}
