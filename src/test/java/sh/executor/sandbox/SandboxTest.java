package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One script from start to end: calls, answers, what it returns and puts out. */
class SandboxTest {

  @Test
  void aScriptReturnsAValue() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("return { sum: 1 + 1 }");

      assertThat(Scripts.result(step)).isEqualTo("{\"sum\":2}");
    }
  }

  @Test
  void nothingReturnedIsNull() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("1 + 1");

      assertThat(Scripts.result(step)).isEqualTo("null");
    }
  }

  @Test
  void aCallLeavesAsAPathAndOneArgument() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("await tools.github.org.main['issues.get']({ n: 7 }, 'ignored')");

      assertThat(step).isInstanceOf(Step.Waiting.class);
      assertThat(Scripts.calls(step)).containsExactly("1 github.org.main.issues.get {\"n\":7}");
    }
  }

  @Test
  void aCallWithoutArgumentHasAnEmptyOne() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("await tools.search()");

      assertThat(step.calls().getFirst().argumentJson()).isEmpty();
    }
  }

  @Test
  void anAnswerIsTheValueOfTheCall() {
    try (Sandbox sandbox = Scripts.open()) {
      sandbox.start("const r = await tools.a.b({}); return r.list.map((n) => n * 2)");

      Step step = sandbox.resume(List.of(Scripts.returned(1, "{\"list\":[1,2,3]}")));

      assertThat(Scripts.result(step)).isEqualTo("[2,4,6]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[1,null]}", "7", "\"text\"", "null", "[]"})
  void aBodyThatIsJsonIsData(String body) {
    try (Sandbox sandbox = Scripts.open()) {
      sandbox.start("return await tools.a.b({})");

      Step step =
          sandbox.resume(List.of(Scripts.body(1, "{\"ok\":true,\"data\":0,\"http\":{}}", body)));

      assertThat(Scripts.result(step)).isEqualTo("{\"ok\":true,\"data\":" + body + ",\"http\":{}}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "{\"a\":", "nul", "é \uD83D\uDE00"})
  void aBodyThatIsNotJsonIsText(String body) {
    try (Sandbox sandbox = Scripts.open()) {
      sandbox.start("const r = await tools.a.b({}); return [typeof r.data, r.data]");

      Step step = sandbox.resume(List.of(Scripts.body(1, "{\"ok\":true}", body)));

      assertThat(Scripts.json(step).get(0).asText()).isEqualTo("string");
      assertThat(Scripts.json(step).get(1).asText()).isEqualTo(body);
    }
  }

  @Test
  void aByteOrderMarkIsNoPartOfABody() {
    try (Sandbox sandbox = Scripts.open()) {
      sandbox.start("return (await tools.a.b({})).data.x");

      Step step = sandbox.resume(List.of(Scripts.body(1, "{\"ok\":true}", "\uFEFF{\"x\":1}")));

      assertThat(Scripts.result(step)).isEqualTo("1");
    }
  }

  @Test
  void aThrownAnswerCanBeCaught() {
    try (Sandbox sandbox = Scripts.open()) {
      sandbox.start("try { await tools.a.b({}) } catch (e) { return e.message }");

      Step step = sandbox.resume(List.of(new Delivery.Thrown(1, "declined: \"a.b\"")));

      assertThat(Scripts.json(step).asText()).isEqualTo("declined: \"a.b\"");
    }
  }

  @Test
  void answersComeInAnyOrderAndInPieces() {
    try (Sandbox sandbox = Scripts.open()) {
      Step first =
          sandbox.start("return await Promise.all([1, 2, 3].map((n) => tools.a.b({ n })))");

      Step second = sandbox.resume(List.of(Scripts.returned(3, "30")));
      Step last = sandbox.resume(List.of(Scripts.returned(2, "20"), Scripts.returned(1, "10")));

      assertThat(first.calls()).hasSize(3);
      assertThat(second).isInstanceOf(Step.Waiting.class);
      assertThat(second.calls()).isEmpty();
      assertThat(Scripts.result(last)).isEqualTo("[10,20,30]");
    }
  }

  @Test
  void callsBeyondThoseInFlightWaitForRoom() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step =
          sandbox.start(
              "return (await Promise.all(Array.from({length: 100}, (_, i) => tools.a(i)))).length");

      int steps = 0;
      while (step instanceof Step.Waiting) {
        assertThat(step.calls()).hasSizeLessThanOrEqualTo(32);
        step = sandbox.resume(Scripts.echo(step.calls()));
        steps++;
      }

      assertThat(Scripts.result(step)).isEqualTo("100");
      assertThat(steps).isEqualTo(4);
    }
  }

  @Test
  void callsNobodyAwaitsLeaveWithTheEnd() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("tools.a.b({}); return 1");

      assertThat(Scripts.result(step)).isEqualTo("1");
      assertThat(step.calls()).hasSize(1);
    }
  }

  @Test
  void whatWasPutOutLeavesWithItsStep() {
    try (Sandbox sandbox = Scripts.open()) {
      Step first =
          sandbox.start(
              "console.log('one', { n: 1 }, undefined, 2n); emit({ shown: 1 }); await tools.a();"
                  + " console.error('two'); emit('text')");

      Step last = sandbox.resume(List.of(Scripts.returned(1, "null")));

      assertThat(first.output().logs()).containsExactly("[log] one {\"n\":1} undefined 2n");
      assertThat(Scripts.emitted(first)).containsExactly("{\"shown\":1}");
      assertThat(last.output().logs()).containsExactly("[error] two");
      assertThat(Scripts.emitted(last)).containsExactly("\"text\"");
    }
  }

  @Test
  void aLoggedErrorShowsNothingOfThePrelude() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("console.log(new Error('boom'))");

      String line = step.output().logs().getFirst();
      assertThat(line)
          .startsWith("[log] Error: boom\n")
          .contains("script.ts:1")
          .doesNotContain("prelude");
    }
  }

  @Test
  void anUncaughtErrorKeepsItsNameAndFrames() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("function f() {\n throw new RangeError('no') }\nf()");

      ScriptError error = Scripts.error(step);
      assertThat(error.kind()).isEqualTo(ScriptError.Kind.THROWN);
      assertThat(error.name()).isEqualTo("RangeError");
      assertThat(error.message()).isEqualTo("no");
      assertThat(error.trace()).contains("script.ts:2").doesNotContain("prelude");
    }
  }

  static Stream<String[]> unusable() {
    return Stream.of(
        new String[] {"throw 'text'", "text"},
        new String[] {"throw null", "null"},
        new String[] {"throw { message: 'plain' }", "plain"},
        new String[] {"return 1n", "BigInt"},
        new String[] {"return () => 1", "a function has no JSON form"},
        new String[] {"const a = {}; a.a = a; return a", "circular reference"},
        new String[] {"const a = {}; a.a = a; await tools.x.y(a)", "The argument of tools.x.y"},
        new String[] {"await tools.x(() => 1)", "a function has no JSON form"},
        new String[] {"const a = {}; a.a = a; emit(a)", "emit can not show this value"},
        new String[] {"tools()", "tools is not a tool itself"},
        new String[] {"return Object.keys(tools)", "tools.search"},
        new String[] {"return { ...tools.github }", "tools.search"},
        new String[] {"return 'github' in tools", "tools.search"},
        new String[] {"tools.x = 1", "read-only"},
        new String[] {"new tools.x()", "not a constructor"},
        new String[] {"fetch('https://example.com')", "fetch is disabled"},
        new String[] {"await import('fs')", "fs"},
        new String[] {"await new Promise(() => {})", "nothing can settle"});
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void whatCanNotBeDoneIsSaid(String source, String words) {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start(source);

      assertThat(Scripts.error(step).message()).contains(words);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return typeof tools.then",
        "return typeof tools.a[Symbol.iterator]",
        "return typeof setTimeout",
        "return typeof send",
        "return typeof process"
      })
  void whatIsNotThereIsUndefined(String source) {
    try (Sandbox sandbox = Scripts.open()) {
      assertThat(Scripts.json(sandbox.start(source)).asText()).isEqualTo("undefined");
    }
  }

  static Stream<String[]> shims() {
    return Stream.of(
        new String[] {
          "return [...new TextEncoder().encode('aé😀')]", "[97,195,169,240,159,152,128]"
        },
        new String[] {
          "const s = 'aé€😀'; return new TextDecoder().decode(new TextEncoder().encode(s)) === s",
          "true"
        },
        new String[] {
          "return new TextDecoder().decode(new Uint8Array([0xff, 0x61, 0xc3, 0xed, 0xa0, 0x80])).length",
          "6"
        },
        new String[] {
          "const a = { d: new Date(0), m: new Map([[1, { x: 1 }]]) }; a.self = a;"
              + " const b = structuredClone(a); a.m.get(1).x = 2;"
              + " return [b !== a, b.self === b, b.d.getTime(), b.m.get(1).x]",
          "[true,true,0,1]"
        },
        new String[] {"return atob(btoa('text'))", "\"text\""});
  }

  @ParameterizedTest
  @MethodSource("shims")
  void smallThingsOfTheWebAreThere(String source, String result) {
    try (Sandbox sandbox = Scripts.open()) {
      assertThat(Scripts.result(sandbox.start(source))).isEqualTo(result);
    }
  }

  @Test
  void replacedBuiltInsChangeNothingForTheHost() {
    try (Sandbox sandbox = Scripts.open()) {
      sandbox.start(
          "JSON.stringify = () => 'evil'; Promise.prototype.then = undefined; Array.isArray = 1;"
              + " Object.prototype[1] = 'evil'; Error = undefined; Reflect.apply = undefined;"
              + " return await tools.a({ x: 1 })");

      Step step = sandbox.resume(List.of(Scripts.returned(1, "[1]")));

      assertThat(Scripts.result(step)).isEqualTo("[1]");
    }
  }

  @Test
  void scriptsHaveRandomNumbersOfTheirOwn() {
    try (Sandbox one = Scripts.open();
        Sandbox other = Scripts.open()) {
      String source = "return [Math.random(), Math.random()]";

      assertThat(Scripts.result(one.start(source)))
          .isNotEqualTo(Scripts.result(other.start(source)));
    }
  }

  @Test
  void scriptsShareNothing() {
    try (Sandbox one = Scripts.open();
        Sandbox other = Scripts.open()) {
      one.start("globalThis.left = 1; Object.prototype.left = 2; return 1");

      Step step = other.start("return [typeof left, typeof ({}).left]");

      assertThat(Scripts.result(step)).isEqualTo("[\"undefined\",\"undefined\"]");
    }
  }

  @Test
  void aFreshSandboxRemembersNothingOfTheLast() {
    try (Sandbox one = Scripts.open()) {
      one.start("globalThis.left = 1; return 1");
    }
    try (Sandbox other = Scripts.open()) {
      assertThat(Scripts.result(other.start("return typeof left"))).isEqualTo("\"undefined\"");
    }
  }

  @Test
  void anAnswerToNoCallIsRefused() {
    try (Sandbox sandbox = Scripts.open()) {
      sandbox.start("await tools.a()");

      assertThatThrownBy(() -> sandbox.resume(List.of(Scripts.returned(2, "1"))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aScriptThatIsOverTakesNoStep() {
    try (Sandbox sandbox = Scripts.open()) {
      sandbox.start("return 1");

      assertThatThrownBy(() -> sandbox.start("return 2")).isInstanceOf(IllegalStateException.class);
    }
  }
}
