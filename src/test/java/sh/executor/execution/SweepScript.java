package sh.executor.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A script with reads, writes, both at once, a random number and a date, which it passes into every
 * call: so the ledger shows whether a run went on or was begun again.
 */
final class SweepScript {

  /** How many calls it makes, numbered from 1 in their order. */
  static final int CALLS = 7;

  /** Those that change something; all but the sixth may not be repeated. */
  static final List<Integer> WRITES = List.of(2, 5, 6, 7);

  private static final String CODE =
      """
      const dice = String(Math.random()), then = String(Date.now());
      const at = (n) => ({ n, run: "NAME", dice, then });
      const { read, add, set } = tools.ledger.org.main.things;
      const seen = [];
      const note = (answer) => { seen.push(answer.data.n); };
      console.log("begin");
      note(await read(at(1)));
      note(await add(at(2)));
      note(await read(at(3)));
      (await Promise.all([read(at(4)), add(at(5)), set(at(6))])).forEach(note);
      note(await add(at(7)));
      console.log("end");
      const later = Date.now() >= Number(then);
      return { run: "NAME", mark: dice + "/" + then, seen, later };
      """;

  private SweepScript() {}

  /**
   * The body of the request that runs it.
   *
   * @param name of the run; no other has it
   * @param approved whether nobody is asked
   */
  static String request(String name, boolean approved) {
    ObjectNode body = Trees.object().put("code", CODE.replace("NAME", name));
    return body.put("autoApprove", approved).toString();
  }
}
