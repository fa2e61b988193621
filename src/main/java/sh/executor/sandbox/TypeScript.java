package sh.executor.sandbox;

import java.util.Optional;
import java.util.function.Predicate;
import sh.executor.sandbox.amaro.Stripped;
import sh.executor.sandbox.amaro.TypeStripper;

/**
 * Makes of TypeScript the same one expression that {@link ScriptShape} makes of JavaScript. Types
 * are blanked out where that is enough, so that lines and columns stay; enums and the like are
 * transformed.
 */
final class TypeScript {

  private static final String BODY_START = "(async () => {";
  private static final String BODY_END = "\n})";

  private final TypeStripper stripper;

  TypeScript(TypeStripper stripper) {
    this.stripper = stripper;
  }

  /** The expression {@code source} comes to, or the parser's complaint. */
  Stripped expression(String source, Predicate<String> parses) {
    String value = ScriptShape.exported(source);
    boolean exported = value.length() != source.length();
    if (exported || ScriptShape.mayBeFunction(source)) {
      Optional<String> alone = alone(ScriptShape.trimmed(value));
      ScriptShape shape = new ScriptShape(parses);
      if (exported && alone.isPresent()) {
        return new Stripped.JavaScript(shape.expression("export default " + alone.get()));
      }
      if (alone.isPresent() && shape.isFunction(alone.get())) {
        return new Stripped.JavaScript("(" + alone.get() + "\n)");
      }
    }
    return body(source);
  }

  /** The JavaScript of what is one expression of TypeScript. */
  private Optional<String> alone(String expression) {
    Stripped stripped = stripper.strip("(" + expression + "\n)");
    if (stripped instanceof Stripped.JavaScript(String code)) {
      return Optional.of(code.substring(1, code.length() - 2));
    }
    return unsupported(stripped)
            && stripper.transform("(" + expression + "\n)")
                instanceof Stripped.JavaScript(String it)
        ? Optional.of(ScriptShape.trimmed(it))
        : Optional.empty();
  }

  private Stripped body(String source) {
    String framed = BODY_START + source + BODY_END;
    Stripped stripped = stripper.strip(framed);
    if (unsupported(stripped)) {
      stripped = stripper.transform(framed);
    }
    return stripped instanceof Stripped.JavaScript(String code)
        ? new Stripped.JavaScript("(" + ScriptShape.trimmed(code) + "\n)")
        : shift(stripped);
  }

  private static boolean unsupported(Stripped stripped) {
    return stripped instanceof Stripped.Refused refused && refused.unsupported();
  }

  /** Counts columns of the first line from where the script's own text begins. */
  private static Stripped shift(Stripped stripped) {
    if (stripped instanceof Stripped.Refused refused && refused.line() == 1) {
      int column = Math.max(1, refused.column() - BODY_START.length());
      return new Stripped.Refused(refused.message(), 1, column, refused.unsupported());
    }
    return stripped;
  }
}
