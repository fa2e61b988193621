package sh.executor.sandbox.quickjs;

import java.nio.charset.StandardCharsets;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;

/**
 * The functions of QuickJS' C interface that we call, by what they do. Values of JavaScript are its
 * 64-bit {@code JSValue}s: a tag in the upper half, a number or an address in the lower; one that a
 * function returns is owned by the caller, and given back with {@link #freeValue}.
 */
final class QuickJsExports {

  private static final int TAG_EXCEPTION = 6;
  private static final int MESSAGE_BYTES_MAX = 4096;

  private final Memory memory;
  private final ExportFunction malloc;
  private final ExportFunction free;
  private final ExportFunction eval;
  private final ExportFunction parseJson;
  private final ExportFunction newString;
  private final ExportFunction call;
  private final ExportFunction freeValue;
  private final ExportFunction exception;
  private final ExportFunction outOfMemory;
  private final ExportFunction jobPending;
  private final ExportFunction executeJob;
  private final ExportFunction toCString;
  private final ExportFunction freeCString;
  private final ExportFunction undefinedHandle;
  private final ExportFunction newStringHandle;
  private final ExportFunction newErrorHandle;
  private final ExportFunction setProperty;
  private final ExportFunction throwHandle;
  private final ExportFunction freeHandle;

  QuickJsExports(Instance instance) {
    malloc = instance.export("wasm_malloc");
    free = instance.export("wasm_free");
    eval = instance.export("JS_Eval");
    parseJson = instance.export("JS_ParseJSON");
    newString = instance.export("JS_NewStringLen");
    call = instance.export("JS_Call");
    freeValue = instance.export("JS_FreeValue");
    exception = instance.export("JS_GetException");
    outOfMemory = instance.export("JS_ThrowOutOfMemory");
    jobPending = instance.export("JS_IsJobPending");
    executeJob = instance.export("JS_ExecutePendingJob");
    toCString = instance.export("JS_ToCStringLen2");
    freeCString = instance.export("JS_FreeCString");
    undefinedHandle = instance.export("qjs_get_undefined");
    newStringHandle = instance.export("qjs_new_string");
    newErrorHandle = instance.export("qjs_new_error");
    setProperty = instance.export("qjs_set_prop_string");
    throwHandle = instance.export("qjs_throw");
    freeHandle = instance.export("qjs_free_value");
    this.memory = instance.memory();
  }

  static boolean isException(long value) {
    return (int) (value >>> 32) == TAG_EXCEPTION;
  }

  /** An address, or 0. */
  int allocate(int bytes) {
    return (int) malloc.apply(bytes)[0];
  }

  void free(int address) {
    free.apply(address);
  }

  long evaluate(int context, int source, int length, int name, int flags) {
    return eval.apply(context, source, length, name, flags)[0];
  }

  /** The text must be followed by a zero, and {@code name} too is a zero-terminated string. */
  long parseJson(int context, int text, int length, int name) {
    return parseJson.apply(context, text, length, name)[0];
  }

  long newString(int context, int text, int length) {
    return newString.apply(context, text, length)[0];
  }

  long call(int context, long function, long self, int count, int arguments) {
    return call.apply(context, function, self, count, arguments)[0];
  }

  void freeValue(int context, long value) {
    freeValue.apply(context, value);
  }

  /** Takes the pending exception. */
  long exception(int context) {
    return exception.apply(context)[0];
  }

  /** Throws the engine's error for it, in the guest. */
  long outOfMemory(int context) {
    return outOfMemory.apply(context)[0];
  }

  boolean jobPending(int runtime) {
    return jobPending.apply(runtime)[0] != 0;
  }

  /** False when it broke off; an error of its own has gone to its promise, and is none here. */
  boolean executeJob(int runtime, int scratch) {
    return (int) executeJob.apply(runtime, scratch)[0] >= 0;
  }

  /** Address of an owned {@code undefined}. */
  long undefinedHandle() {
    return undefinedHandle.apply()[0];
  }

  /** Throws an {@code Error} in the guest; returns what a host function returns that has thrown. */
  long raise(String message) {
    byte[] words = message.getBytes(StandardCharsets.UTF_8);
    int key = copy("message".getBytes(StandardCharsets.US_ASCII));
    int at = copy(words);
    long error = newErrorHandle.apply()[0];
    long text = newStringHandle.apply(at, words.length)[0];
    setProperty.apply(error, key, text);
    throwHandle.apply(error);
    freeHandle.apply(text);
    freeHandle.apply(error);
    free(at);
    free(key);
    return 0;
  }

  private int copy(byte[] text) {
    int at = allocate(text.length + 1);
    if (at == 0) {
      throw new TrapException("no memory for an error message");
    }
    memory.write(at, text, 0, text.length);
    memory.writeByte(at + text.length, (byte) 0);
    return at;
  }

  /** The text of {@code value}; its bytes are the guest's, until {@link #releaseText}. */
  GuestText borrowText(int context, long value, int scratch, Memory memory) {
    int address = (int) toCString.apply(context, scratch, value, 0)[0];
    return new GuestText(memory, address, address == 0 ? 0 : memory.readInt(scratch));
  }

  void releaseText(int context, GuestText text) {
    if (text.address() != 0) {
      freeCString.apply(context, text.address());
    }
  }

  /** A bounded copy of the text of {@code value}. */
  String text(int context, long value, int scratch, Memory memory) {
    GuestText borrowed = borrowText(context, value, scratch, memory);
    String copy = borrowed.text(MESSAGE_BYTES_MAX);
    releaseText(context, borrowed);
    return copy;
  }
}
