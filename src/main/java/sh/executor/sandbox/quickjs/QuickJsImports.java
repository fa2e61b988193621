package sh.executor.sandbox.quickjs;

import static run.endive.wasm.types.ValType.I32;
import static run.endive.wasm.types.ValType.I64;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/**
 * What the engine imports: the prelude's {@code send}, the interrupt check, and the little of WASI
 * that C's library asks for: a clock, and files that are not there.
 */
final class QuickJsImports {

  // What the prelude sends; prelude.js has the same numbers.
  private static final int CALL = 0;
  private static final int LOG = 1;
  private static final int EMIT = 2;
  private static final int DONE = 3;
  private static final int FAIL = 4;

  private static final int PATH_BYTES_MAX = 1024;
  private static final long SUCCESS = 0;
  private static final long ERRNO_BADF = 8;
  private static final long[] NOTHING = {};

  private @Nullable QuickJsExports js;
  private @Nullable Memory memory;
  private @Nullable GuestPort port;
  private int context;
  private int scratch;

  void bind(QuickJsExports js, Memory memory) {
    this.js = js;
    this.memory = memory;
  }

  /** From here on the guest talks to {@code port}. */
  void connect(GuestPort port, int context, int scratch) {
    this.port = port;
    this.context = context;
    this.scratch = scratch;
  }

  /** From here on nobody listens. */
  void disconnect() {
    this.port = null;
  }

  ImportValues values() {
    return ImportValues.builder()
        .addFunction(
            env("host_call", 5, I32, (_, a) -> answer(send((int) a[3], (int) a[4]))),
            env("host_interrupt", 0, I32, (_, _) -> answer(interrupted() ? 1 : 0)),
            env("host_promise_rejection", 3, null, (_, _) -> NOTHING),
            env("host_module_normalize", 2, I32, (_, _) -> answer(0)),
            env("host_module_load", 2, I32, (_, _) -> answer(0)),
            env("host_get_timezone_offset", 2, I32, (_, _) -> answer(0)),
            wasi("clock_time_get", List.of(I32, I64, I32), (_, a) -> clock((int) a[2])),
            wasi("random_get", List.of(I32, I32), (_, a) -> random((int) a[0], (int) a[1])),
            wasi("fd_write", List.of(I32, I32, I32, I32), (_, _) -> answer(ERRNO_BADF)),
            wasi("fd_close", List.of(I32), (_, _) -> answer(ERRNO_BADF)),
            wasi("fd_seek", List.of(I32, I64, I32, I32), (_, _) -> answer(ERRNO_BADF)),
            wasi("fd_fdstat_get", List.of(I32, I32), (_, _) -> answer(ERRNO_BADF)))
        .build();
  }

  private static HostFunction env(
      String name, int arguments, @Nullable ValType result, WasmFunctionHandle handle) {
    List<ValType> results = result == null ? List.of() : List.of(result);
    List<ValType> parameters = Collections.nCopies(arguments, I32);
    return new HostFunction("env", name, FunctionType.of(parameters, results), handle);
  }

  private static HostFunction wasi(
      String name, List<ValType> parameters, WasmFunctionHandle handle) {
    return new HostFunction(
        "wasi_snapshot_preview1", name, FunctionType.of(parameters, List.of(I32)), handle);
  }

  private static long[] answer(long value) {
    return new long[] {value};
  }

  boolean ended() {
    return port == null || port.ended();
  }

  /** Whether the script is to end now. */
  boolean interrupted() {
    return port != null && port.interrupted();
  }

  private long[] clock(int to) {
    memory().writeLong(to, port == null ? 0 : port.now());
    return answer(SUCCESS);
  }

  /** The library seeds its tables with it, once, in the image: the same for every process. */
  private long[] random(int to, int length) {
    memory().fill((byte) 0, to, to + length);
    return answer(SUCCESS);
  }

  /** Returns the address of a value that the engine then owns, or 0 with an exception pending. */
  private long send(int count, int arguments) {
    GuestPort listener = port;
    if (listener == null || count < 2) {
      return js().undefinedHandle();
    }
    int kind = (int) memory().readLong(memory().readInt(arguments));
    Optional<String> refusal =
        switch (kind) {
          case CALL -> called(listener, arguments);
          case EMIT -> emitted(listener, arguments);
          case LOG, DONE, FAIL -> told(listener, kind, arguments);
          default -> throw new IllegalStateException("The prelude sent " + kind);
        };
    return refusal.map(js()::raise).orElseGet(js()::undefinedHandle);
  }

  private Optional<String> called(GuestPort listener, int arguments) {
    int id = (int) value(arguments, 1);
    GuestText path = borrow(arguments, 2);
    GuestText json = borrow(arguments, 3);
    Optional<String> refusal =
        path.length() > PATH_BYTES_MAX
            ? Optional.of("A tool's path has at most " + PATH_BYTES_MAX + " bytes")
            : listener.called(id, path, json);
    release(json);
    release(path);
    return refusal;
  }

  private Optional<String> emitted(GuestPort listener, int arguments) {
    GuestText json = borrow(arguments, 1);
    Optional<String> refusal = listener.emitted(json);
    release(json);
    return refusal;
  }

  private Optional<String> told(GuestPort listener, int kind, int arguments) {
    GuestText first = borrow(arguments, 1);
    if (kind == LOG) {
      listener.logged(first);
    } else if (kind == DONE) {
      listener.done(first);
    } else {
      GuestText message = borrow(arguments, 2);
      GuestText stack = borrow(arguments, 3);
      listener.failed(first, message, stack);
      release(stack);
      release(message);
    }
    release(first);
    return Optional.empty();
  }

  private long value(int arguments, int index) {
    return memory().readLong(memory().readInt(arguments + index * Integer.BYTES));
  }

  private GuestText borrow(int arguments, int index) {
    return js().borrowText(context, value(arguments, index), scratch, memory());
  }

  private void release(GuestText text) {
    js().releaseText(context, text);
  }

  private QuickJsExports js() {
    return bound(js);
  }

  private Memory memory() {
    return bound(memory);
  }

  private static <T> T bound(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("The engine calls out before it is bound");
    }
    return part;
  }
}
