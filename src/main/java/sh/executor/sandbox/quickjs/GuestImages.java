package sh.executor.sandbox.quickjs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import run.endive.runtime.Instance;
import run.endive.wasm.types.MemoryLimits;
import sh.executor.sandbox.wasm.MemoryBudget;
import sh.executor.sandbox.wasm.PageImage;
import sh.executor.sandbox.wasm.PagedMemory;

/** Starts the engine once, loads the prelude, and keeps what came of it as an image. */
final class GuestImages {

  private static final int WASM_PAGES = 18;
  private static final int WASM_PAGES_MAX = 64;
  private static final int CONTEXT_BYTES = 4096;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final PagedMemory memory;
  private final Instance instance;
  private final QuickJsExports js;

  private GuestImages() {
    memory = new PagedMemory(PageImage.empty(WASM_PAGES), WASM_PAGES_MAX, unlimited());
    QuickJsImports imports = new QuickJsImports();
    instance = QuickJs.instantiate(memory, imports);
    js = new QuickJsExports(instance);
    imports.bind(js, memory);
  }

  private static MemoryBudget unlimited() {
    return new MemoryBudget(MemoryLimits.MAX_PAGES * (long) PagedMemory.PAGE_SIZE);
  }

  /** The image of this build. Takes some tens of milliseconds. */
  static GuestImage make() {
    return new GuestImages().image();
  }

  private GuestImage image() {
    if (instance.globalCount() != 1 || instance.tableCount() != 1) {
      throw new IllegalStateException("start the sandbox engine: it has state beside its memory");
    }
    run("_initialize");
    if (run("qjs_init")[0] != 0) {
      throw new IllegalStateException("start the sandbox engine");
    }
    run("qjs_set_interrupt_handler", 1);
    int context = (int) run("qjs_get_context_ptr")[0];
    int runtime = (int) run("qjs_get_runtime_ptr")[0];
    int scratch = js.allocate(Guest.SCRATCH_BYTES);
    long undefined = memory.readLong((int) js.undefinedHandle());
    long exported = installPrelude(context, scratch, undefined);
    int randomState = findRandomState(context);
    long start = element(context, exported, 0);
    long allow = element(context, exported, 1);
    long deliver = element(context, exported, 2);
    run("JS_RunGC", runtime);
    long stackPointer = instance.global(0).getValue();
    return new GuestImage(
        memory.image(),
        stackPointer,
        runtime,
        context,
        start,
        allow,
        deliver,
        undefined,
        scratch,
        randomState);
  }

  private long installPrelude(int context, int scratch, long undefined) {
    long prelude = evaluate(context, prelude(), "executor:prelude");
    int name = copy("send");
    long send = memory.readLong((int) run("qjs_new_host_function", name, 4, 4)[0]);
    js.free(name);
    memory.writeLong(scratch, send);
    long exported = js.call(context, prelude, undefined, 1, scratch);
    return checked(context, exported);
  }

  private long element(int context, long array, int index) {
    return checked(context, run("JS_GetPropertyUint32", context, array, index)[0]);
  }

  /**
   * Where the engine keeps the state of {@code Math.random}: the one word of its context that goes
   * on as the engine's generator does.
   *
   * @see <a href="https://en.wikipedia.org/wiki/Xorshift">xorshift64*</a>
   */
  private int findRandomState(int context) {
    byte[] before = memory.readBytes(context, CONTEXT_BYTES);
    evaluate(context, "Math.random()", "executor:random");
    int found = 0;
    for (int at = 0; at < CONTEXT_BYTES; at += Long.BYTES) {
      long was = (long) LONG.get(before, at);
      if (was != 0 && memory.readLong(context + at) == next(was)) {
        if (found != 0) {
          throw new IllegalStateException("find the engine's random state: it is not unique");
        }
        found = context + at;
      }
    }
    if (found == 0) {
      throw new IllegalStateException("find the engine's random state: it is not there");
    }
    return found;
  }

  private static long next(long state) {
    long x = state;
    x ^= x >>> 12;
    x ^= x << 25;
    x ^= x >>> 27;
    return x;
  }

  private long evaluate(int context, String source, String name) {
    byte[] utf8 = source.getBytes(StandardCharsets.UTF_8);
    int code = copy(source);
    int file = copy(name);
    long value = js.evaluate(context, code, utf8.length, file, 0);
    js.free(file);
    js.free(code);
    return checked(context, value);
  }

  private long checked(int context, long value) {
    if (QuickJsExports.isException(value)) {
      int scratch = js.allocate(Integer.BYTES);
      String message = js.text(context, js.exception(context), scratch, memory);
      throw new IllegalStateException("load the sandbox prelude: " + message);
    }
    return value;
  }

  private int copy(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int at = js.allocate(utf8.length + 1);
    memory.write(at, utf8);
    memory.writeByte(at + utf8.length, (byte) 0);
    return at;
  }

  private long[] run(String export, long... arguments) {
    return instance.export(export).apply(arguments);
  }

  private static String prelude() {
    try (InputStream resource = GuestImages.class.getResourceAsStream("prelude.js")) {
      if (resource == null) {
        throw new IllegalStateException("The sandbox prelude is not on the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("read the sandbox prelude", e);
    }
  }
}
