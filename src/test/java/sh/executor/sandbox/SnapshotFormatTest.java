package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sh.executor.sandbox.Sandboxes.Restoring;
import sh.executor.testkit.Trials;

/** Bytes of a snapshot, whole, cut, changed and made up. */
class SnapshotFormatTest {

  private static final SandboxLimits LIMITS =
      SandboxLimits.DEFAULTS.withCpu(Duration.ofMillis(500)).withMemoryBytes(16 << 20);
  private static final Sandboxes SANDBOXES =
      new Sandboxes(InstantSource.system(), System::nanoTime, LIMITS, 64L << 20);

  // Where things are in a snapshot with one open call.
  private static final int CPU = 6 + 32;
  private static final int CALLS = CPU + 16;
  private static final int LOGS_FULL = CALLS + 16;
  private static final int OPEN = LOGS_FULL + 1 + 8;
  private static final int WASM_PAGES = OPEN + 8;
  private static final int PAGES = WASM_PAGES + 5;
  private static final int PACKED = PAGES + 4;
  private static final int CHECKSUM_BYTES = 4;
  private static final int PAGE_BYTES = 4096;

  private static final byte[] BYTES = waiting();

  @AfterAll
  static void close() {
    SANDBOXES.close();
  }

  private static byte[] waiting() {
    try (Sandbox sandbox = SANDBOXES.open(Scripts.TENANT, LIMITS)) {
      sandbox.start("const o = { list: [1, 2, 3] }; o.list.push(await tools.x()); return o");
      return sandbox.snapshot().toBytes();
    }
  }

  private static Restoring restore(byte[] bytes) {
    return SANDBOXES.restore(Scripts.TENANT, LIMITS, SandboxSnapshot.parse(bytes));
  }

  @Test
  void aSnapshotIsReadAsItWasWritten() {
    assertThat(SandboxSnapshot.parse(BYTES).toBytes()).isEqualTo(BYTES);
  }

  @Test
  void anOrdinarySnapshotIsSmall() {
    assertThat(BYTES).hasSizeLessThan(10_000);
  }

  @Test
  void aCutSnapshotIsRefusedWhereverItIsCut() {
    assertThat(IntStream.range(0, BYTES.length))
        .allSatisfy(
            length ->
                assertThatThrownBy(() -> SandboxSnapshot.parse(Arrays.copyOf(BYTES, length)))
                    .isInstanceOf(SandboxSnapshot.FormatException.class));
  }

  @Test
  void aChangedByteIsNoticedWhereverItIs() {
    assertThat(IntStream.range(0, BYTES.length))
        .allSatisfy(
            at -> {
              byte[] changed = BYTES.clone();
              changed[at] ^= 0x10;
              assertThatThrownBy(() -> SandboxSnapshot.parse(changed))
                  .isInstanceOf(SandboxSnapshot.FormatException.class);
            });
  }

  @Test
  void anotherVersionIsAnotherFormat() {
    assertThatThrownBy(() -> SandboxSnapshot.parse(signed(patched(5, (byte) '2'))))
        .isInstanceOf(SandboxSnapshot.FormatException.class)
        .hasMessageContaining("in the format of this build");
  }

  /** What is forged together with its checksum, and can be told without unpacking. */
  static Stream<Arguments> forgedHeaders() {
    return Stream.of(
        Arguments.of("a negative time", signed(patched(CPU, Long.MIN_VALUE))),
        Arguments.of("a negative count of calls", signed(patched(CALLS, -1))),
        Arguments.of("a flag that is none", signed(patched(LOGS_FULL, (byte) 2))),
        Arguments.of("more open calls than bytes", signed(patched(OPEN, Integer.MAX_VALUE))),
        Arguments.of("a negative count of open calls", signed(patched(OPEN, -1))),
        Arguments.of("a negative id", signed(patched(OPEN + 4, -1))),
        Arguments.of("a negative size", signed(patched(WASM_PAGES, -1))),
        Arguments.of("a negative count of pages", signed(patched(PAGES, Integer.MIN_VALUE))),
        Arguments.of("an id twice", signed(openTwice())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgedHeaders")
  void aForgedHeaderIsRefused(String what, byte[] forged) {
    assertThatThrownBy(() -> SandboxSnapshot.parse(forged))
        .as(what)
        .isInstanceOf(SandboxSnapshot.FormatException.class);
  }

  /** What is forged together with its checksum, and shows when it is unpacked. */
  static Stream<Arguments> forgedMemories() throws DataFormatException {
    byte[] pages = unpacked();
    int count = pages.length / (4 + PAGE_BYTES);
    return Stream.of(
        Arguments.of("no stream", packed(count, new byte[] {1, 2, 3})),
        Arguments.of("an empty stream", packed(count, deflated(new byte[0]))),
        Arguments.of("fewer pages than said", packed(count + 1, deflated(pages))),
        Arguments.of("more pages than said", packed(count - 1, deflated(pages))),
        Arguments.of("pages without end", packed(Integer.MAX_VALUE, deflated(pages))),
        Arguments.of("a stream and more", packed(count, joined(deflated(pages), new byte[9]))),
        Arguments.of("a page twice", packed(count, deflated(indexed(pages, 1, 256)))),
        Arguments.of("a page before the first", packed(count, deflated(indexed(pages, 0, -1)))),
        Arguments.of("a page past the end", packed(count, deflated(indexed(pages, 1, 1 << 20)))),
        Arguments.of("less memory than the image", signed(patched(WASM_PAGES, 1))),
        Arguments.of("no memory", signed(patched(WASM_PAGES, 0))),
        Arguments.of("a bomb", packed(Integer.MAX_VALUE, deflated(new byte[64 << 20]))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgedMemories")
  void aForgedMemoryIsRefused(String what, byte[] forged) {
    assertThatThrownBy(() -> restore(forged))
        .as(what)
        .isInstanceOf(SandboxSnapshot.FormatException.class);
  }

  @Test
  void aForgedSizeIsBeyondTheLimitBeforeAnythingIsMade() {
    Restoring restoring = restore(signed(patched(WASM_PAGES, Integer.MAX_VALUE)));

    assertThat(((Restoring.Refused) restoring).error().kind()).isEqualTo(ScriptError.Kind.MEMORY);
  }

  @Test
  void refusedSnapshotsLeaveNothingBehind() throws DataFormatException {
    byte[] forged = packed(Integer.MAX_VALUE, deflated(unpacked()));

    for (int i = 0; i < 1000; i++) {
      assertThatThrownBy(() -> restore(forged)).isInstanceOf(SandboxSnapshot.FormatException.class);
    }

    try (Sandbox sandbox = ((Restoring.Ready) restore(BYTES)).sandbox()) {
      assertThat(Scripts.result(sandbox.resume(List.of(Scripts.returned(1, "4")))))
          .isEqualTo("{\"list\":[1,2,3,4]}");
    }
  }

  /** Whatever a memory holds, only its own sandbox suffers, and comes to an end. */
  @Tag("random")
  @Test
  void aMemoryOfNonsenseComesToAnEnd() throws DataFormatException {
    Trials trials = Trials.of(25);
    Random random = trials.random();
    byte[] pages = unpacked();
    int count = pages.length / (4 + PAGE_BYTES);

    for (int i = 0; i < trials.count(); i++) {
      byte[] nonsense = pages.clone();
      for (int n = random.nextInt(1, 200); n > 0; n--) {
        int at = random.nextInt(count) * (4 + PAGE_BYTES) + 4 + random.nextInt(PAGE_BYTES);
        nonsense[at] = (byte) random.nextInt();
      }
      byte[] forged = packed(count, deflated(nonsense));
      assertThatCode(() -> resumeAndClose(forged))
          .as("seed %d", trials.seed())
          .doesNotThrowAnyException();
    }
  }

  private static void resumeAndClose(byte[] forged) {
    try (Sandbox sandbox = ((Restoring.Ready) restore(forged)).sandbox()) {
      sandbox.resume(List.of(Scripts.returned(1, "4")));
    }
  }

  // --- Forging ---

  private static byte[] patched(int at, byte value) {
    byte[] bytes = BYTES.clone();
    bytes[at] = value;
    return bytes;
  }

  private static byte[] patched(int at, int value) {
    return ByteBuffer.wrap(BYTES.clone()).putInt(at, value).array();
  }

  private static byte[] patched(int at, long value) {
    return ByteBuffer.wrap(BYTES.clone()).putLong(at, value).array();
  }

  private static byte[] openTwice() {
    byte[] head = Arrays.copyOf(BYTES, WASM_PAGES);
    ByteBuffer.wrap(head).putInt(OPEN, 2);
    byte[] id = Arrays.copyOfRange(BYTES, OPEN + 4, WASM_PAGES);
    return joined(joined(head, id), Arrays.copyOfRange(BYTES, WASM_PAGES, BYTES.length));
  }

  /** With the checksum that belongs to it. */
  private static byte[] signed(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
    return ByteBuffer.wrap(bytes)
        .putInt(bytes.length - CHECKSUM_BYTES, (int) checksum.getValue())
        .array();
  }

  private static byte[] packed(int pages, byte[] stream) {
    byte[] head = Arrays.copyOf(BYTES, PACKED);
    ByteBuffer.wrap(head).putInt(PAGES, pages);
    return signed(joined(joined(head, stream), new byte[CHECKSUM_BYTES]));
  }

  private static byte[] unpacked() throws DataFormatException {
    Inflater inflater = new Inflater();
    inflater.setInput(BYTES, PACKED, BYTES.length - CHECKSUM_BYTES - PACKED);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!inflater.finished()) {
      out.write(buffer, 0, inflater.inflate(buffer));
    }
    inflater.end();
    return out.toByteArray();
  }

  private static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater();
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /** Page {@code nth} says that it is page {@code index}. */
  private static byte[] indexed(byte[] pages, int nth, int index) {
    return ByteBuffer.wrap(pages.clone()).putInt(nth * (4 + PAGE_BYTES), index).array();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
