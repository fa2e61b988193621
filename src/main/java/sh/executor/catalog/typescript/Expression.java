package sh.executor.catalog.typescript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A type expression, with how it has to be set in parentheses.
 *
 * @param text on one line
 * @param binding of its outermost operator
 */
record Expression(String text, Binding binding) {

  static final Expression UNKNOWN = of("unknown");
  static final Expression NEVER = of("never");
  static final Expression NULL = of("null");
  static final Expression STRING = of("string");
  static final Expression NUMBER = of("number");
  static final Expression BOOLEAN = of("boolean");
  static final Expression OPEN_OBJECT = of("Record<string, unknown>");

  /** From tight to loose. */
  enum Binding {
    PRIMARY,
    INTERSECTION,
    UNION
  }

  static Expression of(String text) {
    return new Expression(text, Binding.PRIMARY);
  }

  /** What is any of {@code members}: {@code unknown} takes all in, {@code never} adds nothing. */
  static Expression union(List<Expression> members) {
    List<Expression> different = different(members, NEVER);
    if (different.contains(UNKNOWN)) {
      return UNKNOWN;
    }
    return joined(different, " | ", Binding.UNION, NEVER);
  }

  /** What is all of {@code members}: {@code unknown} adds nothing, {@code never} is the end. */
  static Expression intersection(List<Expression> members) {
    List<Expression> different = different(members, UNKNOWN);
    if (different.contains(NEVER)) {
      return NEVER;
    }
    if (different.size() > 1) {
      // Whatever else is said of an object says that it is one.
      different.remove(OPEN_OBJECT);
    }
    return joined(different, " & ", Binding.INTERSECTION, UNKNOWN);
  }

  /** Any number of these. */
  Expression array() {
    return of(inside(Binding.PRIMARY) + "[]");
  }

  private static List<Expression> different(List<Expression> members, Expression neutral) {
    Map<String, Expression> different = new LinkedHashMap<>();
    members.forEach(member -> different.putIfAbsent(member.text(), member));
    different.remove(neutral.text());
    return new ArrayList<>(different.values());
  }

  private static Expression joined(
      List<Expression> members, String operator, Binding binding, Expression ofNone) {
    if (members.isEmpty()) {
      return ofNone;
    }
    if (members.size() == 1) {
      return members.getFirst();
    }
    List<String> texts = members.stream().map(member -> member.inside(binding)).toList();
    return new Expression(String.join(operator, texts), binding);
  }

  private String inside(Binding outer) {
    return binding.compareTo(outer) > 0 ? '(' + text + ')' : text;
  }
}
