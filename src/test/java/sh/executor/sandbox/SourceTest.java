package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is accepted as code, and what it comes to. */
class SourceTest {

  static Stream<String[]> accepted() {
    return Stream.of(
        new String[] {"return 1", "1"},
        new String[] {"  \n return await Promise.resolve(1)", "1"},
        new String[] {"1", "null"},
        new String[] {"() => 1", "1"},
        new String[] {"async () => { return 1 }", "1"},
        new String[] {"async () => { return 1 };\n", "1"},
        new String[] {"(async () => { return 1 })", "1"},
        new String[] {"a => 1", "1"},
        new String[] {"({ a } = {}) => 1", "1"},
        new String[] {"function () { return 1 }", "1"},
        new String[] {"function main() { return 1 }", "1"},
        new String[] {"async function main() { return 1 }", "1"},
        new String[] {"// a comment\n/* and */ async function main() { return 1 }", "1"},
        new String[] {"export default async function () { return 1 }", "1"},
        new String[] {"export default async function main() { return 1 }\n", "1"},
        new String[] {"export default async () => 1;", "1"},
        new String[] {"export default { a: await Promise.resolve(1) }", "{\"a\":1}"},
        new String[] {"```js\nreturn 1\n```", "1"},
        new String[] {"```TypeScript\nconst a: number = 1\nreturn a\n```", "1"},
        new String[] {"Here you are:\n\n```\nasync () => 1\n```\nThat is all.", "1"},
        new String[] {"```js\nreturn 1", "1"},
        new String[] {"return `\n~~~\nx\n~~~\n`.length", "11"});
  }

  static Stream<String[]> notLoneFunctions() {
    return Stream.of(
        new String[] {"(async () => 1)()", "null"},
        new String[] {"() => 1, 2", "null"},
        new String[] {"function f() { return 1 }\nf()", "null"},
        new String[] {"function f() { return 1 }\nreturn f()", "1"},
        new String[] {"const f = () => 1", "null"},
        new String[] {"(1) + (2)", "null"},
        new String[] {"let a; a = () => 1", "null"});
  }

  static Stream<String[]> typeScript() {
    return Stream.of(
        new String[] {"const a: number = 1; return a", "1"},
        new String[] {"interface A { b: string }\nreturn 1", "1"},
        new String[] {"type A = { b: string };\nreturn 1", "1"},
        new String[] {"return (1 as any)!", "1"},
        new String[] {"return { a: 1 } satisfies object", "{\"a\":1}"},
        new String[] {"const f = <T,>(x: T): T => x; return f<number>(1)", "1"},
        new String[] {"async (a?: { b: number }): Promise<number> => { return 1 }", "1"},
        new String[] {"async function main(): Promise<number> { return 1 }", "1"},
        new String[] {"export default async (): Promise<number> => 1", "1"},
        new String[] {"enum A { X = 1, Y }\nreturn [A.Y, A[2]]", "[2,\"Y\"]"},
        new String[] {"async () => { enum A { X = 7 } return A.X }", "7"},
        new String[] {"namespace N { export const a = 1 }\nreturn N.a", "1"},
        new String[] {"class P { constructor(readonly x: number) {} }\nreturn new P(1).x", "1"},
        new String[] {
          "abstract class P { declare x: number; y = 1 }\nreturn new (class extends P {})().y", "1"
        },
        // Comparisons to JavaScript, calls to TypeScript.
        new String[] {"function id(x) { return x } const T = 1; return id<T>(7)", "7"},
        new String[] {"let i = 1, T = 1, n = 2;\nreturn i < T && n > (1)", "false"});
  }

  @ParameterizedTest
  @MethodSource({"accepted", "notLoneFunctions", "typeScript"})
  void aSourceComesTo(String source, String result) {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start(source);

      assertThat(Scripts.result(step)).isEqualTo(result);
    }
  }

  static Stream<String[]> refused() {
    return Stream.of(
        new String[] {"let x: = 1;", "(line 1, column 8)\n  let x: = 1;"},
        new String[] {"const a = 1;\nreturn (", "(line 3, column 1)"},
        new String[] {"const a = \u201Cx\u201D", "typographic quotes"},
        new String[] {"enum { A }", "line 1"},
        new String[] {"import fs from 'fs'; return 1", "import"});
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNoScriptIsRefusedWithTheParsersWords(String source, String words) {
    try (Sandbox sandbox = Scripts.open()) {
      ScriptError error = Scripts.error(sandbox.start(source));

      assertThat(error.kind()).isEqualTo(ScriptError.Kind.SYNTAX);
      assertThat(error.message()).contains(words);
    }
  }

  @Test
  void typesAreBlankedOutWhereTheyStood() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("const a: number = 1;\n  throw new Error('x' as string)");

      assertThat(Scripts.error(step).trace()).contains("script.ts:2:");
    }
  }

  @Test
  void aSourceReadOnceRunsAgain() {
    for (int i = 0; i < 2; i++) {
      try (Sandbox sandbox = Scripts.open()) {
        assertThat(Scripts.result(sandbox.start("const again: number = 2; return again")))
            .isEqualTo("2");
      }
    }
  }
}
