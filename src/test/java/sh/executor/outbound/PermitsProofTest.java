package sh.executor.outbound;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.TenantId;
import sh.executor.outbound.Permits.Permit;

/**
 * The limit of one origin under every interleaving of a few threads that take permits and give them
 * back: whatever happens has a sequential explanation, and in particular no slot is forgotten while
 * somebody still holds a permit of it. Over several limits at once it would not be so: who waits
 * for the second holds the first for a moment.
 */
@Tag("proof")
public class PermitsProofTest {

  private static final int THREADS = 3;
  private static final int LIMIT = 2;
  private static final TenantId TENANT = new TenantId(new UUID(1, 1));
  private static final Origin ORIGIN = new Origin(true, "a.example", 443);

  /** Long past: who finds no permit does not wait. */
  private static final Deadline NOW = new Deadline(() -> 1, 0);

  private final Permits permits = new Permits(100, 100, LIMIT);

  /** What each thread holds; its own only, so that this needs no lock. */
  private final List<Deque<Permit>> held =
      Stream.generate(() -> (Deque<Permit>) new ArrayDeque<Permit>()).limit(THREADS + 1).toList();

  /** Whether {@code thread} got one. */
  @Operation
  public boolean take(@Param(gen = ThreadIdGen.class) int thread) throws InterruptedException {
    Optional<Permit> permit = permits.acquire(TENANT, ORIGIN, NOW);
    permit.ifPresent(held.get(thread)::push);
    return permit.isPresent();
  }

  /** Whether {@code thread} had one to give back. */
  @Operation
  public boolean giveBack(@Param(gen = ThreadIdGen.class) int thread) {
    Permit permit = held.get(thread).poll();
    if (permit != null) {
      permit.close();
    }
    return permit != null;
  }

  @Test
  void takingAndGivingBackIsLinearizable() {
    new ModelCheckingOptions()
        .threads(THREADS)
        .actorsPerThread(4)
        .iterations(60)
        .invocationsPerIteration(300)
        .check(getClass());
  }
}
