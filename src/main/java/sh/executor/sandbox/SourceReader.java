package sh.executor.sandbox;

import java.util.Optional;
import sh.executor.sandbox.ScriptError.Kind;
import sh.executor.sandbox.amaro.Stripped;
import sh.executor.sandbox.quickjs.Guest;

/**
 * Makes what an agent wrote into something the engine runs. Thread-safe.
 *
 * <p>What the engine's parser accepts is JavaScript and runs as it is, at no further cost; the rest
 * is TypeScript, and what came of it is remembered. The few texts that are valid as both but not
 * the same are read as TypeScript.
 */
final class SourceReader {

  private final TypeScript typeScript;
  private final StrippedSources known = new StrippedSources();

  SourceReader(TypeScript typeScript) {
    this.typeScript = typeScript;
  }

  /**
   * Has {@code guest} ready to run {@code source}; else says why it can not be run.
   *
   * @param bytesMax of the source, in UTF-8
   */
  Optional<ScriptError> read(String source, int bytesMax, Guest guest) {
    if (!Script.fits(source, bytesMax)) {
      return Optional.of(
          ScriptError.of(
              Kind.SIZE,
              "The source has more than the %,d bytes a script may have".formatted(bytesMax)));
    }
    String code = unfenced(source.strip(), guest);
    if (!TypeArguments.possibleIn(code) && prepared(javaScript(code, guest), guest)) {
      return Optional.empty();
    }
    return switch (stripped(code, guest)) {
      case Stripped.JavaScript(String expression) -> guest.prepare(expression).map(this::syntax);
      case Stripped.Refused refused ->
          prepared(javaScript(code, guest), guest)
              ? Optional.empty()
              : Optional.of(syntax(Complaint.about(code, refused)));
    };
  }

  private static String javaScript(String code, Guest guest) {
    return new ScriptShape(text -> guest.complaint(text).isEmpty()).expression(code);
  }

  private static boolean prepared(String expression, Guest guest) {
    return guest.prepare(expression).isEmpty();
  }

  private Stripped stripped(String code, Guest guest) {
    return known.computeIfAbsent(
        code, () -> typeScript.expression(code, text -> guest.complaint(text).isEmpty()));
  }

  private ScriptError syntax(String words) {
    return new ScriptError(Kind.SYNTAX, "SyntaxError", words, "");
  }

  /** A fence that does not lead may be part of a template literal: then the whole is JavaScript. */
  private static String unfenced(String text, Guest guest) {
    return Fence.content(text)
        .filter(_ -> Fence.leads(text) || guest.complaint(ScriptShape.body(text)).isPresent())
        .map(String::strip)
        .orElse(text);
  }
}
