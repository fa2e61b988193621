package sh.executor.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads numbers that are typed, of a range.
 *
 * @param what it is, to say what was wrong
 * @param max the largest there is; the least is 0
 */
record WholeNumber(String what, int max) {

  private static final int PORT_MAX = 65_535;

  /** A port of TCP, or 0 for any. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String typed) {
      return new WholeNumber("a port", PORT_MAX).read(typed);
    }
  }

  /** How many of something. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String typed) {
      return new WholeNumber("how many", Integer.MAX_VALUE).read(typed);
    }
  }

  private int read(String typed) {
    try {
      int number = Integer.parseInt(typed);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new TypeConversionException(
        "'" + typed + "' does not say " + what + ": it is a number from 0 to " + max);
  }
}
