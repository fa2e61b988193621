package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import sh.executor.execution.Cancellation;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunId;

/** The way to the client of one request, for what is wanted of it before the answer. */
interface Line {

  /** How long a client has to answer what a tool wants of it. */
  Duration ANSWER_WITHIN = Duration.ofMinutes(10);

  /** What the client can put to its user. */
  Abilities abilities();

  /** How the session wants questions to be put; empty when it did not say. */
  Optional<ElicitationMode> wanted();

  /** A new request id for a question. */
  QuestionId name(QuestionId.Way way, InteractionId interaction);

  /**
   * Sends {@code elicitation/create}. Blocks while the client reads slowly.
   *
   * @return completed when the client has answered, or it is clear that it will not: empty when the
   *     answer was taken, else why there is none that counts
   */
  CompletableFuture<Optional<String>> ask(QuestionId id, ObjectNode params)
      throws InterruptedException;

  /** Takes a question back that was not answered. */
  void takeBack(QuestionId id, String reason) throws InterruptedException;

  /** Tells the client that a page it was sent to is done with, where the protocol has that. */
  default void settled(InteractionId question) throws InterruptedException {}

  /** Whether the client says it has a capability, such as {@code sampling} or {@code roots}. */
  default boolean declares(String capability) {
    return false;
  }

  /**
   * Sends any other request and waits for the client's answer. Blocks. A request that is not
   * answered in time, or not wanted any more, is taken back.
   *
   * @param wanted called off when the answer is not
   * @return what the client answered, or a refusal that says why there is no answer
   */
  default Reply request(String method, ObjectNode params, Duration within, Cancellation wanted)
      throws InterruptedException {
    return Reply.refuse(RpcError.METHOD_NOT_FOUND, "The client can not be asked here.");
  }

  /**
   * Wants several things of the client, and waits for all of them where the client can be sent
   * requests. Elsewhere it answers by making its own request again: then whoever asks is begun
   * anew, and finds what was answered before. So nothing should be done before the last answer is
   * there.
   *
   * @param wishes by names that tell them apart within the request
   * @param called off when the answers are not wanted any more
   */
  default Heard inquire(Map<String, Wish> wishes, Cancellation called) throws InterruptedException {
    Map<String, ObjectNode> answers = new LinkedHashMap<>();
    for (Map.Entry<String, Wish> each : wishes.entrySet()) {
      Wish wish = each.getValue();
      if (!declares(wish.capability())) {
        return new Heard.Refused(RpcError.missingCapability(wish.capability()));
      }
      switch (request(wish.method(), wish.params(), ANSWER_WITHIN, called)) {
        case Reply.Result(ObjectNode answer) -> answers.put(each.getKey(), answer);
        case Reply.Refusal(RpcError error) -> {
          return new Heard.Refused(error);
        }
      }
    }
    return new Heard.Answers(answers);
  }

  /** Notes which run the request is about, for the client to come back to. */
  default void follow(RunId run) {}

  /** The run that an earlier round of this request began; empty in its first. */
  default Optional<RunId> begun() {
    return Optional.empty();
  }

  /** What the client was asked that only another round can bring, by name; empty for nothing. */
  default ObjectNode asked() {
    return Json.object();
  }

  /** Whether the client can wait for a result by looking for it now and then. */
  default boolean takesTasks() {
    return false;
  }

  /**
   * From now on, only log messages of this level and above are wanted.
   *
   * @return false when that can not be said on this line
   */
  default boolean logFrom(LogLevel level) {
    return false;
  }

  /** Whether the client wants log messages of a level just now. */
  default boolean logs(LogLevel level) {
    return false;
  }

  /**
   * Sends a log message, if the client wants those of its level. Blocks while it reads slowly.
   *
   * @param logger which part of the server says so
   */
  default void log(LogLevel level, String logger, String message) throws InterruptedException {}

  /**
   * From now on, tells the client when a resource has changed.
   *
   * @param begin begins to watch it, and gives what ends that; empty when it can't be watched
   * @return false when that is not possible here, or too much is watched already
   */
  default boolean watch(String uri, Function<Runnable, Optional<Runnable>> begin) {
    return false;
  }

  /** Ends that. */
  default void unwatch(String uri) {}

  /** Sends a notification. */
  void tell(String method, ObjectNode params) throws InterruptedException;

  /** Done when the client can not be reached by this line any more, as far as that is noticed. */
  CompletableFuture<Void> closed();

  /** Whether the session was ended. */
  boolean sessionIsOver();
}
