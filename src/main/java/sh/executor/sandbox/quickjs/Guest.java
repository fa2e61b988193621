package sh.executor.sandbox.quickjs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import sh.executor.sandbox.wasm.MemoryBudget;
import sh.executor.sandbox.wasm.PackedPages;
import sh.executor.sandbox.wasm.PagedMemory;

/**
 * One QuickJS in a memory of its own. For one thread at a time, and that thread needs a deep stack;
 * between calls it holds no thread and no stack, so that its memory is all its state.
 *
 * <p>Any exception out of a method means that the engine was cut off half-way: the guest is broken
 * and must be dropped. An error of the script's is a value.
 */
public final class Guest {

  static final int SCRATCH_BYTES = 64;

  /** Of the scratch bytes, arguments come first; lengths go where no argument is. */
  private static final int TEXT_LENGTH = 56;

  private static final String SCRIPT_NAME = "script.ts";

  /** {@code JS_EVAL_TYPE_GLOBAL}: sloppy mode, as a script and not as a module. */
  private static final int EVALUATE = 0;

  /** {@code JS_EVAL_FLAG_COMPILE_ONLY}. */
  private static final int COMPILE_ONLY = 1 << 5;

  /** How the compiled code says that the thread's stack is at its end. */
  private static final String STACK_EXHAUSTED = "call stack exhausted";

  /** The stack in memory grows down to address 0; a frame that would pass it is this near. */
  private static final int STACK_BYTES_LEFT = 4096;

  // How the prelude's deliver() takes an answer; prelude.js has the same numbers.
  private static final int RETURNED = 0;
  private static final int RETURNED_BODY = 1;
  private static final int RETURNED_TEXT = 2;
  private static final int THROWN = 3;
  private static final int BROKEN = 4;

  private final PagedMemory memory;
  private final Instance instance;
  private final QuickJsExports js;
  private final QuickJsImports imports;
  private final GuestImage image;
  private long script;

  Guest(GuestImage image, MemoryBudget budget) {
    this.image = image;
    this.memory = new PagedMemory(image.memory(), image.memory().wasmPages(), budget);
    this.imports = new QuickJsImports();
    this.instance = QuickJs.instantiate(memory, imports);
    this.js = new QuickJsExports(instance);
    imports.bind(js, memory);
  }

  /**
   * Becomes a new guest.
   *
   * @param bytesMax of memory, at least those of the image
   * @param seed of {@code Math.random}
   */
  public void begin(GuestPort port, long bytesMax, long seed) {
    memory.reset(image.memory(), (int) (bytesMax / PagedMemory.PAGE_SIZE));
    connect(port);
    memory.writeLong(image.randomState(), seed == 0 ? 1 : seed);
  }

  /**
   * Becomes the guest that {@code pages} were packed from, and goes on from there.
   *
   * @param bytesMax of memory, at least as many as {@code pages} take
   * @return false, and nothing held, when the budget has not enough left
   * @throws DataFormatException when {@code pages} are not those of a guest
   */
  public boolean restore(GuestPort port, long bytesMax, PackedPages pages)
      throws DataFormatException {
    if (!memory.restore(image.memory(), (int) (bytesMax / PagedMemory.PAGE_SIZE), pages)) {
      return false;
    }
    connect(port);
    return true;
  }

  private void connect(GuestPort port) {
    instance.global(0).setValue(image.stackPointer());
    imports.connect(port, image.context(), image.scratch() + TEXT_LENGTH);
  }

  /**
   * Its memory, for a guest of the same engine to go on from. Between calls that is all its state:
   * the stack is empty, so the one global is at its start, and what lies below it is of no use.
   */
  public PackedPages pack() {
    if (instance.global(0).getValue() != image.stackPointer()) {
      throw new IllegalStateException("pack a guest whose stack is not empty");
    }
    return memory.pack((int) image.stackPointer());
  }

  /** Forgets everything and gives its memory back. */
  public void end() {
    imports.disconnect();
    memory.release();
  }

  /** The parser's complaint about {@code source}, or empty when it is JavaScript. */
  public Optional<String> complaint(String source) {
    long compiled = evaluate(source, COMPILE_ONLY);
    if (!QuickJsExports.isException(compiled)) {
      js.freeValue(image.context(), compiled);
      return Optional.empty();
    }
    return Optional.of(pendingComplaint());
  }

  /**
   * Evaluates {@code expression}, which is to be the function {@link #start} calls.
   *
   * @return the engine's complaint when it is not an expression
   */
  public Optional<String> prepare(String expression) {
    long value = evaluate(expression, EVALUATE);
    if (QuickJsExports.isException(value)) {
      return Optional.of(pendingComplaint());
    }
    script = value;
    return Optional.empty();
  }

  /** Calls the function that was prepared, and runs until nothing is left to do. */
  public void start(int callsMax, int inFlightMax) {
    call(image.start(), script, callsMax, inFlightMax);
    js.freeValue(image.context(), script);
    settle();
  }

  /** From here on a script that has started may make so many calls, in all and at once. */
  public void allow(int callsMax, int inFlightMax) {
    call(image.allow(), callsMax, inFlightMax);
  }

  /** Answers call {@code id} with a value; what depends on it runs in {@link #settle}. */
  public void returned(int id, byte[] json) {
    long value = parse(json);
    if (QuickJsExports.isException(value)) {
      broken(id);
    } else {
      deliver(id, RETURNED, value, image.undefined(), image.undefined());
    }
  }

  /**
   * Answers call {@code id} with an envelope whose {@code data} is a body as it came: the JSON
   * value it is, else the text itself.
   */
  public void returned(int id, byte[] headJson, byte[] body) {
    long head = parse(headJson);
    long data = parse(body);
    if (!QuickJsExports.isException(data)) {
      deliver(id, RETURNED_BODY, head, data, image.undefined());
      return;
    }
    long problem = js.exception(image.context());
    long text = string(body);
    if (QuickJsExports.isException(text)) {
      broken(id);
    } else {
      deliver(id, RETURNED_TEXT, head, text, problem);
    }
  }

  /** Answers call {@code id} with an error whose message is {@code message}. */
  public void thrown(int id, String message) {
    long text = string(message.getBytes(StandardCharsets.UTF_8));
    deliver(id, THROWN, text, image.undefined(), image.undefined());
  }

  /** Runs what is ready, until nothing is, or the script has ended or is interrupted. */
  public void settle() {
    int runtime = image.runtime();
    while (!imports.ended() && js.jobPending(runtime)) {
      if (!js.executeJob(runtime, image.scratch()) && imports.interrupted()) {
        return;
      }
    }
  }

  /** Whether what broke it off was the end of a stack: the thread's, or its own in its memory. */
  public boolean stackExhausted(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof StackOverflowError
        || message.contains(STACK_EXHAUSTED)
        || (int) instance.global(0).getValue() < STACK_BYTES_LEFT;
  }

  /** Whether it has asked for memory and was refused. */
  public boolean memoryRefused() {
    return memory.refused();
  }

  /** Bytes of memory that are its own and not the image's. */
  public long bytesOwned() {
    return memory.bytesOwned();
  }

  private String pendingComplaint() {
    long problem = js.exception(image.context());
    String text = js.text(image.context(), problem, image.scratch(), memory);
    js.freeValue(image.context(), problem);
    return text;
  }

  private void broken(int id) {
    deliver(id, BROKEN, js.exception(image.context()), image.undefined(), image.undefined());
  }

  private void deliver(int id, int kind, long value, long extra, long problem) {
    call(image.deliver(), id, kind, value, extra, problem);
    js.freeValue(image.context(), value);
    js.freeValue(image.context(), extra);
    js.freeValue(image.context(), problem);
  }

  private void call(long function, long... arguments) {
    int at = image.scratch();
    for (int i = 0; i < arguments.length; i++) {
      memory.writeLong(at + i * Long.BYTES, arguments[i]);
    }
    long result = js.call(image.context(), function, image.undefined(), arguments.length, at);
    if (QuickJsExports.isException(result)) {
      js.freeValue(image.context(), js.exception(image.context()));
    }
    js.freeValue(image.context(), result);
  }

  private long evaluate(String source, int flags) {
    byte[] code = source.getBytes(StandardCharsets.UTF_8);
    byte[] name = SCRIPT_NAME.getBytes(StandardCharsets.US_ASCII);
    int at = put(code, name);
    if (at == 0) {
      return js.outOfMemory(image.context());
    }
    long result = js.evaluate(image.context(), at, code.length, at + code.length + 1, flags);
    js.free(at);
    return result;
  }

  private long parse(byte[] json) {
    int from = startsWithByteOrderMark(json) ? 3 : 0;
    int at = put(json, null);
    if (at == 0) {
      return js.outOfMemory(image.context());
    }
    long value = js.parseJson(image.context(), at + from, json.length - from, at + json.length);
    js.free(at);
    return value;
  }

  private static boolean startsWithByteOrderMark(byte[] utf8) {
    return utf8.length >= 3
        && utf8[0] == (byte) 0xEF
        && utf8[1] == (byte) 0xBB
        && utf8[2] == (byte) 0xBF;
  }

  private long string(byte[] utf8) {
    int at = put(utf8, null);
    if (at == 0) {
      return js.outOfMemory(image.context());
    }
    long value = js.newString(image.context(), at, utf8.length);
    js.free(at);
    return value;
  }

  /** Copies each, with a zero after it, into the guest; 0 when there is no room. */
  private int put(byte[] first, byte @Nullable [] second) {
    int length = first.length + 1 + (second == null ? 0 : second.length + 1);
    int at = js.allocate(length);
    if (at != 0) {
      memory.write(at, first, 0, first.length);
      memory.writeByte(at + first.length, (byte) 0);
      if (second != null) {
        memory.write(at + first.length + 1, second, 0, second.length);
        memory.writeByte(at + length - 1, (byte) 0);
      }
    }
    return at;
  }
}
