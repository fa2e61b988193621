package sh.executor.console;

import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sh.executor.auth.HostGuard;
import sh.executor.telemetry.Key;
import sh.executor.telemetry.Traces;

/**
 * Puts the pages on the router. What can be told from the request line and the headers is answered
 * on the event loop; the rest is done on a virtual thread, a bounded number of them.
 */
@Singleton
final class ConsoleRoutes {

  private static final Logger LOG = Logger.getLogger(ConsoleRoutes.class);
  private static final int VISITS_MAX = 256;
  private static final int BODY_BYTES_MAX = 64 << 10;
  private static final long BODY_MILLIS_MAX = 10_000;

  private final SignIn signIn;
  private final Approvals approvals;
  private final HostGuard hosts;
  private final ExecutorService threads;
  private final Semaphore room = new Semaphore(VISITS_MAX);

  @Inject
  ConsoleRoutes(
      SignIn signIn,
      Approvals approvals,
      HostGuard hosts,
      @VirtualThreads ExecutorService threads) {
    this.signIn = signIn;
    this.approvals = approvals;
    this.hosts = hosts;
    this.threads = threads;
  }

  void routes(@Observes Router router) {
    page(router, "/", List.of("GET"));
    page(router, Approvals.ROOT + ":execution", List.of("GET", "POST"));
    page(router, SignIn.PATH, List.of("POST"));
    page(router, "/sign-out", List.of("POST"));
  }

  private void page(Router router, String path, List<String> methods) {
    BodyHandler body = BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX);
    router.route(path).handler(context -> enter(context, methods));
    router.route(path).handler(body).failureHandler(ConsoleRoutes::failed);
    router.route(path).handler(this::accept).failureHandler(ConsoleRoutes::failed);
  }

  private void enter(RoutingContext context, List<String> methods) {
    HttpServerRequest request = context.request();
    Optional<Reply> refusal = refusal(request, methods);
    if (refusal.isPresent()) {
      refusal.get().with("connection", "close").send(context.response());
      return;
    }
    long timer =
        context.vertx().setTimer(BODY_MILLIS_MAX, late -> context.request().connection().close());
    context.put(ConsoleRoutes.class.getName(), timer);
    context.next();
  }

  private Optional<Reply> refusal(HttpServerRequest request, List<String> methods) {
    String method = request.method().name();
    if (!methods.contains(method)) {
      return Optional.of(
          Pages.notice(405, null, "Not here", "This page does not take " + method + " requests.")
              .with("allow", String.join(", ", methods)));
    }
    // Without a referrer, browsers send the word null for the origin of a form, ours or not; then
    // what the form carries has to tell.
    @Nullable String origin = request.getHeader("origin");
    String site = request.getHeader("sec-fetch-site");
    boolean foreign = method.equals("POST") && site != null && !site.equals("same-origin");
    return hosts
        .refusal(request.getHeader("host"), "null".equals(origin) ? null : origin)
        .or(
            () ->
                foreign ? Optional.of("Answers from other sites are not taken.") : Optional.empty())
        .map(why -> Pages.notice(403, null, "Not from here", why));
  }

  private void accept(RoutingContext context) {
    stopTimer(context);
    if (!room.tryAcquire()) {
      Pages.notice(503, null, "Too busy", "Please try again in a moment.")
          .with("retry-after", "2")
          .send(context.response());
      return;
    }
    Context loop = context.vertx().getOrCreateContext();
    Visit visit = Visit.of(context.request());
    threads.execute(
        () -> {
          try {
            Reply reply = reply(visit);
            loop.runOnContext(ready -> reply.send(context.response()));
          } finally {
            room.release();
          }
        });
  }

  private Reply reply(Visit visit) {
    try {
      return answer(visit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Pages.notice(503, null, "Closing", "The service is shutting down.");
    } catch (RuntimeException e) {
      LOG.errorf(e, "A page failed: %s", visit.posts() ? "POST" : "GET");
      return Pages.notice(500, null, "Something went wrong", "It is our fault. The log says what.");
    }
  }

  private Reply answer(Visit visit) throws InterruptedException {
    switch (visit.path()) {
      case SignIn.PATH -> {
        return signIn.submit(visit);
      }
      case "/sign-out" -> {
        return signIn.leave(visit);
      }
      default -> {}
    }
    Optional<Session> session = signIn.session(visit);
    if (session.isEmpty()) {
      return visit.posts()
          ? signIn.ask(
              403, visit.path(), "You are not signed in any more. Sign in and answer again.")
          : signIn.ask(200, visit.path(), "");
    }
    Session person = session.get();
    Traces.noteForRequest(Key.TENANT_ID, person.caller().tenant().toString());
    if (visit.path().equals("/")) {
      return approvals.list(person);
    }
    return visit.posts() ? approvals.answer(person, visit) : approvals.show(person, visit);
  }

  private static void failed(RoutingContext context) {
    stopTimer(context);
    int status = context.statusCode() == 413 ? 413 : 400;
    Pages.notice(status, null, "Not understood", "This was no form of ours.")
        .with("connection", "close")
        .send(context.response());
  }

  private static void stopTimer(RoutingContext context) {
    Object timer = context.get(ConsoleRoutes.class.getName());
    if (timer instanceof Long id) {
      context.vertx().cancelTimer(id);
    }
  }
}
