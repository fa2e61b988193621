package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.arc.Arc;
import java.util.List;
import java.util.Map;
import sh.executor.catalog.Connections;
import sh.executor.catalog.Integrations;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.NewConnection;
import sh.executor.catalog.model.NewIntegration;
import sh.executor.catalog.model.Source;
import sh.executor.database.Database;
import sh.executor.execution.CallerStack;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.Resource;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Answered;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;

/** An organisation with a tool that needs approval, and the person who gives it. */
final class Gated {

  /** The tool. */
  static final String CHANGE = "trial.org.main.change.it";

  /** Calls it once. */
  static final String ONCE = "return (await tools.%s({ n: 1 })).ok".formatted(CHANGE);

  private Gated() {}

  /** Connects the tool for the organisation of {@code admin}. */
  static void connect(Caller admin) {
    bean(Integrations.class)
        .add(
            admin,
            new NewIntegration(
                "trial",
                new Source.Text("any"),
                null,
                null,
                null,
                JsonNodeFactory.instance.objectNode()));
    bean(Connections.class)
        .create(
            admin,
            new NewConnection(
                Owner.ORG, "main", "trial", AuthMethod.NONE_ID, null, null, null, Map.of()));
  }

  /** Takes the tool away again. */
  static void disconnect(Caller admin) {
    bean(Connections.class).remove(admin, Owner.ORG, "trial", "main");
  }

  /** Forgets that there was such a tool. */
  static void remove(Caller admin) {
    bean(Integrations.class).remove(admin, "trial");
  }

  /** Runs, in the hands of a caller. */
  static CallerStack runs(Caller caller) {
    return bean(ExecutionStack.class).forCaller(caller, Resource.DEFAULT);
  }

  /** The questions of a run, in the order they were asked. */
  static List<Interaction> questions(Caller caller, String executionId) {
    return runs(caller).questions(RunId.parse(executionId).orElseThrow());
  }

  /** The state of a run. */
  static RunState state(Caller caller, String executionId) {
    return runs(caller).run(RunId.parse(executionId).orElseThrow()).orElseThrow().state();
  }

  /** Answers the first question of a run that waits, in person. */
  static Answered answer(Caller person, String executionId, Answer.Action action) {
    Interaction question =
        questions(person, executionId).stream()
            .filter(each -> each.state() == Interaction.State.PENDING)
            .findFirst()
            .orElseThrow();
    return runs(person).answer(question.id(), new Answer(action, null), Interaction.Via.REST);
  }

  /** Ends the time in which a question can be answered. */
  static void letExpire(String interactionId) {
    bean(Database.class)
        .run(
            "update interaction set deadline = created_at + interval '1 millisecond' where id = ?",
            InteractionId.parse(interactionId).orElseThrow().value());
  }

  /** A bean of the service. */
  static <T> T bean(Class<T> type) {
    return Arc.container().instance(type).get();
  }
}
