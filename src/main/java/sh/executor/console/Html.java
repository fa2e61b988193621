package sh.executor.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A piece of a page. Texts and values of attributes are escaped when they are written, so what
 * scripts, tools and descriptions say is shown and never read as markup.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/syntax.html">HTML, Syntax</a>
 */
sealed interface Html {

  /** Appends the piece as it goes over the wire. */
  void write(StringBuilder page);

  /** An element. */
  static Element el(String name, Html... children) {
    return new Element(name, List.of(), List.of(children));
  }

  /** An element that holds one text. */
  static Element el(String name, String text) {
    return el(name, text(text));
  }

  /** A text. */
  static Html text(String value) {
    return new Text(value);
  }

  /** Several pieces, one after the other. */
  static Html all(List<Html> pieces) {
    return new All(pieces);
  }

  /** Nothing. */
  static Html nothing() {
    return new All(List.of());
  }

  /**
   * An element.
   *
   * @param name a constant of ours
   */
  record Element(String name, List<Attribute> attributes, List<Html> children) implements Html {

    private static final Set<String> VOID = Set.of("input", "meta", "br");

    public Element {
      attributes = List.copyOf(attributes);
      children = List.copyOf(children);
    }

    /** This element with an attribute, whose name is a constant of ours. */
    Element with(String attribute, String value) {
      List<Attribute> more = new ArrayList<>(attributes);
      more.add(new Attribute(attribute, value));
      return new Element(name, more, children);
    }

    /** This element with an attribute that has no value, if {@code set}. */
    Element flag(String attribute, boolean set) {
      return set ? with(attribute, "") : this;
    }

    /** This element with more in it. */
    Element add(Html child) {
      List<Html> more = new ArrayList<>(children);
      more.add(child);
      return new Element(name, attributes, more);
    }

    @Override
    public void write(StringBuilder page) {
      page.append('<').append(name);
      for (Attribute attribute : attributes) {
        page.append(' ').append(attribute.name()).append("=\"");
        escape(attribute.value(), page);
        page.append('"');
      }
      page.append('>');
      if (!VOID.contains(name)) {
        children.forEach(child -> child.write(page));
        page.append("</").append(name).append('>');
      }
    }
  }

  /** An attribute of an element. */
  record Attribute(String name, String value) {}

  /** A text. */
  record Text(String value) implements Html {

    @Override
    public void write(StringBuilder page) {
      escape(value, page);
    }
  }

  /** The style of all pages, the one piece that is written as it stands. */
  record Style() implements Html {

    @Override
    public void write(StringBuilder page) {
      Layout.writeStyle(page);
    }
  }

  /** Pieces side by side. */
  record All(List<Html> pieces) implements Html {

    public All {
      pieces = List.copyOf(pieces);
    }

    @Override
    public void write(StringBuilder page) {
      pieces.forEach(piece -> piece.write(page));
    }
  }

  /**
   * Appends a text so that it is itself between tags and between double quotes. What turns the
   * direction of reading around is shown as a mark: it could make an argument look like another.
   */
  private static void escape(String value, StringBuilder page) {
    value
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.appendCodePoint(isMisleading(c) ? 0xFFFD : c);
              }
            });
  }

  private static boolean isMisleading(int c) {
    boolean control = Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r';
    boolean turnsAround = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return control || turnsAround || half;
  }
}
