package sh.executor.outbound;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * The event loops that requests leave by: all that go to one origin by the same, so that a
 * connection and who takes it are never on two of them. Else each step from getting a connection to
 * the end of an answer is handed from loop to loop, and wakes one.
 */
final class Loops {

  private final List<Context> loops;

  private Loops(List<Context> loops) {
    this.loops = List.copyOf(loops);
  }

  /** As many as there are processors. */
  static Loops of(Vertx vertx) {
    List<Context> loops = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      loops.add(next(vertx));
    }
    return new Loops(loops);
  }

  Context to(Origin origin) {
    return loops.get(Math.floorMod(origin.hashCode(), loops.size()));
  }

  /** Vert.x gives each thread that asks the next loop, and the same one when it asks again. */
  private static Context next(Vertx vertx) {
    List<Context> given = new ArrayList<>();
    try {
      Thread.ofVirtual().start(() -> given.add(vertx.getOrCreateContext())).join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("get an event loop", e);
    }
    return given.getFirst();
  }
}
