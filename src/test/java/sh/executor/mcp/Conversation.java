package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;

/**
 * One client that talks to whichever node it meets, with ids that every other client uses as well.
 * A request that is cut off, or told to come back, it makes again if that does no harm; what it
 * gets must be its own. Of effects it notes which were told to have happened, and makes none twice.
 */
final class Conversation implements Runnable {

  private static final Duration COMES_BACK_WITHIN = Duration.ofSeconds(60);
  private static final int ID = 1;

  private final String name;
  private final Mcp client;
  private final Random random;
  private final Tally tally;

  Conversation(String name, Mcp client, Random random, Tally tally) {
    this.name = name;
    this.client = client;
    this.random = random;
    this.tally = tally;
  }

  /** What all conversations came to. */
  static final class Tally {

    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger cutOff = new AtomicInteger();
    final Set<String> adopted = ConcurrentHashMap.newKeySet();
    volatile boolean over;
  }

  @Override
  public void run() {
    for (int n = 0; !tally.over; n++) {
      String mark = name + '-' + n;
      switch (random.nextInt(4)) {
        case 0 -> adopt(mark);
        case 1 -> ping();
        default -> echo(mark);
      }
    }
  }

  /** Has what it asks for, however often it has to ask. */
  void echo(String mark) {
    JsonNode answer = eventually(call("execute", "return '" + mark + "'"));
    String status = answer.at("/result/structuredContent/status").asText();
    if (status.equals("completed")) {
      Check.that(
          answer.at("/result/structuredContent/result").asText().equals(mark),
          "%s was told %s",
          mark,
          answer);
      tally.answered.incrementAndGet();
    } else {
      // Its node was lost under it: another one goes on with the run.
      Check.that(status.equals("running"), "%s was told %s", mark, answer);
      tally.cutOff.incrementAndGet();
    }
  }

  private void ping() {
    JsonNode pong = eventually("{'jsonrpc':'2.0','id':%d,'method':'ping'}".formatted(ID));
    Check.that(pong.path("result").isObject(), "%s: a ping was answered %s", name, pong);
    tally.answered.incrementAndGet();
  }

  /** An effect that its user approves. Once it may have happened, it is not tried again. */
  private void adopt(String mark) {
    String code =
        "return (await tools.pets.org.main.pets.createPet({ body: { name: '%s' } })).ok"
            .formatted(mark);
    try (McpStream stream = client.executing(code)) {
      JsonNode question = stream.next("elicitation/create");
      Check.that(
          question.toString().contains(mark), "%s was asked of somebody else: %s", mark, question);
      tally.asked.incrementAndGet();
      eventuallyStatus(question);
      JsonNode result = stream.result();
      if (result.at("/structuredContent/result").asBoolean()) {
        tally.adopted.add(mark);
      }
    } catch (AssertionError | UncheckedIOException e) {
      if (e instanceof Check.Failed) {
        throw e;
      }
      tally.cutOff.incrementAndGet(); // the stream ended before its answer
    }
  }

  private void eventuallyStatus(JsonNode question) {
    Awaitility.await("an answer to be taken")
        .atMost(COMES_BACK_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              try {
                return client.reply(question, "{'action':'accept','content':{}}") == 202;
              } catch (IllegalStateException e) {
                return retry(e);
              }
            });
  }

  private static String call(String tool, String code) {
    return ("{'jsonrpc':'2.0','id':%d,'method':'tools/call','params':{'name':'%s','arguments':"
            + "{'code':\\\"%s\\\"}}}")
        .replace("\\\"", "\"")
        .formatted(ID, tool, code.replace("'", "`"));
  }

  private JsonNode eventually(String body) {
    JsonNode[] told = new JsonNode[1];
    Awaitility.await(body)
        .atMost(COMES_BACK_WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              try {
                Mcp.Answer answer = client.post(body);
                Check.that(
                    answer.status() == 200 || answer.status() == 503,
                    "%s was told %d: %s",
                    name,
                    answer.status(),
                    answer.text());
                if (answer.status() == 503 || answer.messages().isEmpty()) {
                  tally.cutOff.incrementAndGet();
                  return false;
                }
                told[0] = answer.message();
                Check.that(told[0].path("id").asInt() == ID, "%s was told %s", name, told[0]);
                return true;
              } catch (IllegalStateException e) {
                return retry(e);
              }
            });
    return told[0];
  }

  private boolean retry(IllegalStateException failure) {
    Throwable cause = failure.getCause();
    Check.that(
        cause instanceof IOException
            || cause instanceof ExecutionException
            || cause instanceof CompletionException
            || cause instanceof TimeoutException,
        "%s: %s",
        name,
        failure);
    tally.cutOff.incrementAndGet();
    return false;
  }

  /** What must hold whatever happens to nodes. */
  static final class Check {

    private Check() {}

    @FormatMethod
    static void that(boolean holds, String otherwise, Object... with) {
      if (!holds) {
        throw new Failed(otherwise.formatted(with));
      }
    }

    /** It does not. */
    static final class Failed extends AssertionError {

      private static final long serialVersionUID = 1L;

      Failed(String message) {
        super(message);
      }
    }
  }
}
