package sh.executor.daemon.bridge;

import java.lang.module.ModuleDescriptor.Version;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.LocalTokens;
import sh.executor.daemon.RunningServer;
import sh.executor.daemon.election.DaemonState;
import sh.executor.daemon.election.Election;

/**
 * The server of a data directory, started when there is none. Before each use the lock says whether
 * the process that was found still owns the directory: a key is shown to no other.
 */
public final class LocalEndpoint implements Endpoint {

  private final DataDirectory directory;
  private final Election election;
  private final String query;
  private final String version;
  private final Consumer<String> notes;
  private final ReentrantLock finding = new ReentrantLock();
  private volatile @Nullable Found found;
  private boolean toldOfVersion;

  private record Found(RunningServer server, Target target) {}

  /**
   * @param query of every request; empty for none
   * @param version of this build
   * @param notes told what its user should know
   */
  public LocalEndpoint(
      DataDirectory directory,
      Election election,
      String query,
      String version,
      Consumer<String> notes) {
    this.directory = directory;
    this.election = election;
    this.query = query;
    this.version = version;
    this.notes = notes;
  }

  @Override
  public Target target() {
    Optional<Target> known = stillThere();
    return known.isPresent() ? known.get() : find();
  }

  /** Finds or starts it; of several that ask, one does, and the others have what it found. */
  private Target find() {
    finding.lock();
    try {
      Optional<Target> known = stillThere();
      return known.isPresent() ? known.get() : keep(election.running());
    } finally {
      finding.unlock();
    }
  }

  private Target keep(RunningServer server) {
    String suffix = query.isEmpty() ? "" : '?' + query;
    Target target =
        new Target(URI.create(server.origin() + "/mcp" + suffix), LocalTokens.agentOf(directory));
    found = new Found(server, target);
    if (!server.version().equals(version) && !toldOfVersion) {
      toldOfVersion = true;
      notes.accept(advice(server.version()));
    }
    return target;
  }

  /** To restart is advised to the newer of two only: the older one would start its own build. */
  private String advice(String serving) {
    boolean newer =
        serving.matches("[0-9].*") && Version.parse(version).compareTo(Version.parse(serving)) > 0;
    return "executor: the server is version %s, this is %s: %s."
        .formatted(
            serving,
            version,
            newer ? "\"executor daemon restart\" has them agree" : "update this one");
  }

  private Optional<Target> stillThere() {
    Found last = found;
    return last != null
            && InstanceLock.owner(directory).filter(pid -> pid == last.server().pid()).isPresent()
        ? Optional.of(last.target())
        : Optional.empty();
  }

  @Override
  public Optional<Target> known() {
    Optional<Target> known = stillThere();
    if (known.isPresent() || !finding.tryLock()) {
      return known;
    }
    try {
      return election.state() instanceof DaemonState.Serving(RunningServer server)
          ? Optional.of(keep(server))
          : Optional.empty();
    } finally {
      finding.unlock();
    }
  }

  @Override
  public void lost(Target target) {
    Found last = found;
    if (last != null && last.target().equals(target)) {
      found = null;
    }
  }
}
