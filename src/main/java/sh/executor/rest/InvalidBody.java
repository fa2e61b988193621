package sh.executor.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/** Says what is wrong with a body and where, without repeating what it holds. */
final class InvalidBody {

  private static final String TAG = "HttpApiDecodeError";

  /** How Jackson begins its message about a component that is not there. */
  private static final String MISSING = "Missing required creator property";

  private InvalidBody() {}

  /** There is no body where one is needed. */
  static ProblemException missing() {
    return Problem.of(Problem.Type.INVALID_INPUT, TAG, "A JSON body is needed.").exception();
  }

  /** There is one, but of another JSON type. */
  static ProblemException notAnObject() {
    return Problem.of(Problem.Type.INVALID_INPUT, TAG, "The body must be an object.").exception();
  }

  /** It ended before it was complete: nobody is there any more to be told. */
  static ProblemException cutOff() {
    return Problem.of(Problem.Type.INVALID_INPUT, TAG, "The body is not complete.").exception();
  }

  /** It takes longer than it may. */
  static ProblemException tooSlow(Duration within) {
    return Problem.of(
            Problem.Type.TOO_SLOW,
            "RequestTooSlow",
            "The body did not arrive within %d seconds.".formatted(within.toSeconds()))
        .exception();
  }

  /** A string is none. */
  static ProblemException notText(List<?> path) {
    String message = "must be text, without U+0000 and without half of a surrogate pair";
    return issue(path, message, "What is at \"%s\" %s.".formatted(joined(path), message));
  }

  /** One member has a value that can not be used; {@code expected} completes "must be". */
  static ProblemException member(String path, String expected) {
    String message = "\"%s\" must be %s.".formatted(path, expected);
    return issue(List.of(path.split("\\.", -1)), message, message);
  }

  /** What Jackson could not read. */
  static ProblemException of(JsonProcessingException e) {
    return switch (e) {
      // Jackson wraps what BoundedInput and TextOnly throw, to add the path.
      case JsonProcessingException _ when e.getCause() instanceof ProblemException cause -> cause;
      case JsonMappingException _ when broken(e.getCause()) -> cutOff();
      case StreamConstraintsException _ ->
          issue(List.of(), "beyond a limit", "The body goes beyond a limit: " + limits() + ".");
      case InvalidNullException n -> mismatch(n, "must be there and not null");
      case InvalidFormatException f when f.getTargetType().isEnum() ->
          mismatch(f, "must be one of " + words(f.getTargetType()));
      case MismatchedInputException m when m.getOriginalMessage().startsWith(MISSING) ->
          mismatch(m, "must be there");
      case MismatchedInputException m -> mismatch(m, "must be " + name(m.getTargetType()));
      default -> syntax(e);
    };
  }

  private static boolean broken(@Nullable Throwable cause) {
    return cause instanceof IOException && !(cause instanceof JsonProcessingException);
  }

  private static ProblemException mismatch(JsonMappingException e, String complaint) {
    List<Object> path = path(e.getPath());
    String subject = path.isEmpty() ? "The body" : '"' + joined(path) + '"';
    String detail = subject + ' ' + complaint + '.';
    return issue(path, detail, detail + where(e.getLocation()));
  }

  private static ProblemException syntax(JsonProcessingException e) {
    String detail = "The body is not valid JSON." + where(e.getLocation());
    return issue(List.of(), "not valid JSON", detail);
  }

  private static ProblemException issue(List<?> path, String message, String detail) {
    Map<String, Object> issue = Map.of("path", List.copyOf(path), "message", message);
    return new Problem(Problem.Type.INVALID_INPUT, TAG, detail, Map.of("issues", List.of(issue)))
        .exception();
  }

  private static List<Object> path(List<Reference> references) {
    List<Object> path = new ArrayList<>(references.size());
    for (Reference reference : references) {
      String field = reference.getFieldName();
      path.add(field == null ? (Object) reference.getIndex() : field);
    }
    return path;
  }

  private static String joined(List<?> path) {
    return path.stream().map(String::valueOf).collect(Collectors.joining("."));
  }

  private static String where(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String words(Class<?> type) {
    return Stream.of(type.getFields())
        .map(field -> field.getAnnotation(JsonProperty.class))
        .filter(Objects::nonNull)
        .map(word -> '"' + word.value() + '"')
        .collect(Collectors.joining(", "));
  }

  private static String name(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return "a string";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (List.class.isAssignableFrom(type)) {
      return "an array";
    }
    return "an object";
  }

  private static String limits() {
    return "objects and arrays nest at most %d deep, names have at most %,d characters"
        .formatted(BodyLimits.DEPTH_MAX, BodyLimits.NAME_LENGTH_MAX);
  }
}
