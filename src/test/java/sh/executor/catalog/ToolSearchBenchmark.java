package sh.executor.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.ConnectionId;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.IntegrationId;
import sh.executor.catalog.model.RevisionId;
import sh.executor.catalog.model.ToolHit;
import sh.executor.kernel.Owner;

/** A search over 10,000 tools: 10 ms at most. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class ToolSearchBenchmark {

  private static final int TOOLS = 10_000;
  private static final int WORDS = 2_000;

  /** Of one word that few have, of three, and of one that is in every path. */
  @Param({"w17", "w1 w2 w3", "acme"})
  String query = "";

  private RevisionIndex index;
  private Offer offer;

  /** Names of three words, descriptions of thirty. */
  @Setup
  public void index() {
    Random random = new Random(1);
    List<OperationOutline> outlines = new ArrayList<>();
    for (int i = 0; i < TOOLS; i++) {
      String name = words(random, 2).replace(' ', '.') + i;
      outlines.add(new OperationOutline(name, words(random, 30), Effect.READ, null, true));
    }
    index = new RevisionIndex(outlines);
    Connection connection =
        new Connection(
            new ConnectionId(new UUID(0, 1)),
            Owner.ORG,
            "main",
            "acme",
            "none",
            null,
            null,
            Instant.EPOCH,
            Instant.EPOCH);
    offer =
        new Offer(
            new IntegrationId(new UUID(0, 2)),
            "1",
            "acme",
            ListedKind.NAME,
            "Acme",
            "",
            false,
            new RevisionId(new UUID(0, 3)),
            TOOLS,
            true,
            List.of(connection));
  }

  private static String words(Random random, int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(i == 0 ? "w" : " w").append(random.nextInt(WORDS));
    }
    return words.toString();
  }

  /** One search, sorted. */
  @Benchmark
  public List<ToolHit> search() {
    ToolSearch search = new ToolSearch(SearchQuery.of(query), List.of(), path -> true);
    search.look(offer, index);
    return search.hits();
  }
}
