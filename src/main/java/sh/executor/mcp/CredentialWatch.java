package sh.executor.mcp;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import sh.executor.auth.Authentication;
import sh.executor.auth.Authenticator;
import sh.executor.kernel.Caller;

/**
 * Ends streams that stand when the credential they were opened with opens nothing any more: its key
 * was revoked, its person is no member any more or has another role, its token has run out. The
 * node that has the socket looks, at each credential once however many streams there are, one after
 * the other, {@code executor.mcp.credential-every}. Safe for use by many threads.
 */
@Singleton
final class CredentialWatch {

  private static final Logger LOG = Logger.getLogger(CredentialWatch.class);
  private static final byte[] GONE = Events.comment("the credential opens nothing any more");

  /** As many credentials as are looked at, at once, by whoever has something to tell. */
  private static final int LOOKS_MAX = 4;

  private final Authenticator authenticator;
  private final McpConfig config;
  private final Semaphore looks = new Semaphore(LOOKS_MAX);
  private final Map<Credential, Set<Watched>> watched = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Inject
  CredentialWatch(Authenticator authenticator, McpConfig config) {
    this.authenticator = authenticator;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("credential-watch").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped.countDown();
  }

  /**
   * A credential that streams stand by.
   *
   * @param runsOut whether a token that has run out opens nothing any more
   */
  private record Credential(String authorization, Caller caller, boolean runsOut) {

    @Override
    public String toString() {
      return "Credential[***, " + caller + ']';
    }
  }

  /** A stream, told from all others. */
  private static final class Watched {

    private final Runnable end;

    private Watched(Runnable end) {
      this.end = end;
    }
  }

  /** Ends {@code sink}, which its client can open anew with a better credential. */
  void watch(Exchange exchange, Caller caller, EventSink sink) {
    sink.onClose(watch(exchange, caller, true, () -> sink.end(GONE)));
  }

  /**
   * Ends {@code sink}, which is all that its client has. That a token has run out takes nothing
   * back: the client may have the next one already, and has to show it with each message it posts.
   */
  void watchOnly(Exchange exchange, Caller caller, EventSink sink) {
    sink.onClose(watch(exchange, caller, false, () -> sink.end(GONE)));
  }

  /**
   * Has {@code end} done, which must not block, when what {@code exchange} came with opens nothing
   * any more.
   *
   * @return calls that off
   */
  Runnable watch(Exchange exchange, Caller caller, Runnable end) {
    return watch(exchange, caller, true, end);
  }

  private Runnable watch(Exchange exchange, Caller caller, boolean runsOut, Runnable end) {
    String authorization = exchange.header("authorization");
    if (authorization == null) {
      // It was passed on: the node it came from has the credential, and the socket.
      return () -> {};
    }
    Credential credential = new Credential(authorization, caller, runsOut);
    Watched stream = new Watched(end);
    watched.compute(
        credential,
        (same, before) -> {
          Set<Watched> streams = before == null ? new HashSet<>() : before;
          streams.add(stream);
          return streams;
        });
    return () ->
        watched.computeIfPresent(
            credential,
            (same, streams) -> {
              streams.remove(stream);
              return streams.isEmpty() ? null : streams;
            });
  }

  /**
   * Whether what {@code exchange} came with would still let {@code caller} in. Nobody is barred
   * because we can't find out. Blocks.
   */
  boolean isLetIn(Exchange exchange, Caller caller) {
    String authorization = exchange.header("authorization");
    return authorization == null || isGood(new Credential(authorization, caller, true));
  }

  private boolean isGood(Credential credential) {
    looks.acquireUninterruptibly();
    try {
      Caller caller = credential.caller();
      return credential.runsOut()
          ? isLetIn(credential.authorization(), caller)
          : authenticator.stands(credential.authorization(), caller);
    } catch (RuntimeException e) {
      LOG.debug("Looking at the credential of a stream failed; it is looked at again", e);
      return true;
    } finally {
      looks.release();
    }
  }

  private boolean isLetIn(String authorization, Caller caller) {
    return switch (authenticator.authenticate(authorization, caller.tenant().toString())) {
      case Authentication.Authenticated(Caller now) -> now.equals(caller);
      case Authentication.Unavailable _ -> true;
      case Authentication.Missing _, Authentication.Invalid _, Authentication.Forbidden _ -> false;
    };
  }

  private void run() {
    try {
      while (!stopped.await(config.credentialEvery().toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at all credentials, and ends the streams of those that open nothing any more. */
  void look() {
    for (Credential credential : List.copyOf(watched.keySet())) {
      if (!isGood(credential)) {
        Set<Watched> gone = watched.remove(credential);
        if (gone != null) {
          gone.forEach(stream -> stream.end.run());
        }
      }
    }
  }

  /** How many credentials are looked at. */
  int credentials() {
    return watched.size();
  }
}
