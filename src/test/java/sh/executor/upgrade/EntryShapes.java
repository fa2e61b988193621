package sh.executor.upgrade;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;

/** Session entries of every shape: those that builds wrote, and those that none should have. */
final class EntryShapes {

  private static final String META = "session-meta";
  private static final String REQUEST = "initialize-request";
  private static final String DEEP = "{\"a\":".repeat(100_000);

  private final Caller caller;
  private final Caller other;

  /**
   * Shapes of the sessions of a member.
   *
   * @param other a member of another organisation
   */
  EntryShapes(Caller caller, Caller other) {
    this.caller = caller;
    this.other = other;
  }

  /**
   * Entries under the name of what is special about them.
   *
   * @param expected what becomes of them: resource, revision and mode of the session, or the reason
   *     why they are set aside
   */
  record Shape(String name, Map<String, String> entries, String expected) {}

  /** Those that are sessions. */
  List<Shape> sessions() {
    return List.of(
        new Shape("whole", whole(entries -> {}), "default 2025-06-18 native"),
        new Shape("no resource", meta("\"protocolVersion\":\"x\""), "default x null"),
        new Shape("resource null", meta("\"resource\":null"), "default 2025-03-26 null"),
        new Shape("a toolkit", meta(resource("{'slug':'mail'}")), "toolkit:mail 2025-03-26 null"),
        new Shape("no kind", meta(resource("{}")), "default 2025-03-26 null"),
        new Shape("no revision", meta("\"protocolVersion\":null"), "default 2025-03-26 null"),
        new Shape(
            "strange keys and half characters",
            meta("\"webOrigin\":\"\\u0000\\ud83d\",\"elicitationMode\":\"model\",\"n\":[{}]"),
            "default 2025-03-26 model"),
        new Shape("a mode of no build", meta("\"elicitationMode\":7"), "default 2025-03-26 null"),
        new Shape(
            "a request with half characters",
            whole(e -> e.put(REQUEST, "{\"params\":{\"name\":\"\\\\\\ud83d\"}}")),
            "default 2025-06-18 native"),
        new Shape(
            "a request with a number of no size",
            whole(e -> e.put(REQUEST, "{\"n\":1e999999}")),
            "default 2025-06-18 native"),
        new Shape(
            "the longest request",
            whole(e -> e.put(REQUEST, "{\"n\":\"" + "\\u00e9".repeat(65_000) + "\"}")),
            "default 2025-06-18 native"),
        new Shape(
            "no use noted", whole(e -> e.remove("last-activity")), "default 2025-06-18 native"),
        new Shape("no props", whole(e -> e.remove("props")), "default 2025-06-18 native"),
        new Shape("ended", Map.of("ended", "1", "last-activity", "1"), "ended"),
        new Shape("ended, and not forgotten", whole(e -> e.put("ended", "x")), "ended"));
  }

  /** Those that can not become sessions. */
  List<Shape> others() {
    return List.of(
        new Shape("a use only", Map.of("last-activity", "1"), "no session-meta"),
        new Shape("a request only", Map.of(REQUEST, "{}"), "no session-meta"),
        new Shape("no request", whole(e -> e.remove(REQUEST)), "no initialize-request"),
        new Shape(
            "meta cut short", whole(e -> e.put(META, "{\"org")), "session-meta is not an object"),
        new Shape("meta a list", whole(e -> e.put(META, "[1]")), "session-meta is not an object"),
        new Shape("meta empty", whole(e -> e.put(META, "")), "session-meta is not an object"),
        new Shape("meta too deep", whole(e -> e.put(META, DEEP)), "session-meta is not an object"),
        new Shape(
            "meta of nothing",
            whole(e -> e.put(META, "{}")),
            "organizationId is not an organisation's id"),
        new Shape(
            "an organisation by UUID",
            whole(e -> e.put(META, ids(caller.tenant().value(), caller.account()))),
            "organizationId is not an organisation's id"),
        new Shape(
            "an account that is a number",
            whole(e -> e.put(META, ids(caller.tenant(), 7))),
            "userId is not an account's id"),
        new Shape(
            "an account of the wrong kind",
            whole(e -> e.put(META, ids(caller.tenant(), caller.tenant()))),
            "userId is not an account's id"),
        new Shape(
            "an organisation that is gone",
            whole(e -> e.put(META, ids(new TenantId(caller.account().value()), caller.account()))),
            "no such organisation"),
        new Shape(
            "an account that is gone",
            whole(e -> e.put(META, ids(caller.tenant(), new AccountId(caller.tenant().value())))),
            "no such account"),
        new Shape(
            "an account of another organisation",
            whole(e -> e.put(META, ids(caller.tenant(), other.account()))),
            "the account is not a member of the organisation"),
        new Shape(
            "a toolkit of no name",
            meta(resource("{'kind':'toolkit'}")),
            "resource is not understood"),
        new Shape(
            "a resource that is a word", meta(resource("'mail'")), "resource is not understood"),
        new Shape(
            "a request that is none",
            whole(e -> e.put(REQUEST, "null")),
            "initialize-request is not an object"),
        new Shape(
            "a request too deep",
            whole(e -> e.put(REQUEST, DEEP)),
            "initialize-request is not an object"),
        new Shape(
            "a request too long",
            whole(e -> e.put(REQUEST, "{\"a\":\"" + "x".repeat(400_000) + "\"}")),
            "initialize-request is too long"));
  }

  private Map<String, String> whole(Consumer<Map<String, String>> change) {
    Map<String, String> entries = new HashMap<>(OlderSessions.whole(caller));
    change.accept(entries);
    return entries;
  }

  /** A session whose meta is the owner and the members given. */
  private Map<String, String> meta(String members) {
    String ids = ids(caller.tenant(), caller.account());
    return whole(entries -> entries.put(META, ids.replace("}", "," + members + "}")));
  }

  private static String resource(String json) {
    return "\"resource\":" + json.replace('\'', '"');
  }

  private static String ids(Object organization, Object account) {
    return "{\"organizationId\":\"" + organization + "\",\"userId\":\"" + account + "\"}";
  }
}
