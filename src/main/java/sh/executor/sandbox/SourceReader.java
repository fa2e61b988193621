package sh.executor.sandbox;

import java.util.Optional;
import sh.executor.sandbox.quickjs.Guest;

/** Makes what an agent wrote into something the engine runs. Thread-safe. */
final class SourceReader {

  /**
   * Has {@code guest} ready to run {@code source}; else says why it can not be run.
   *
   * @param bytesMax of the source, in UTF-8
   */
  Optional<ScriptError> read(String source, int bytesMax, Guest guest) {
    if (!Script.fits(source, bytesMax)) {
      return Optional.of(
          ScriptError.of(
              ScriptError.Kind.SIZE,
              "The source has more than the %,d bytes a script may have".formatted(bytesMax)));
    }
    String code = unfenced(source.strip(), guest);
    ScriptShape shape = new ScriptShape(text -> guest.complaint(text).isEmpty());
    return guest
        .prepare(shape.expression(code))
        .map(why -> ScriptError.of(ScriptError.Kind.SYNTAX, why));
  }

  /** A fence that does not lead may be part of a template literal: then the whole is JavaScript. */
  private static String unfenced(String text, Guest guest) {
    return Fence.content(text)
        .filter(_ -> Fence.leads(text) || guest.complaint(ScriptShape.body(text)).isPresent())
        .map(String::strip)
        .orElse(text);
  }
}
