package sh.executor.sandbox.amaro;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;

/**
 * The part of JavaScript that the module asks for: values by index, as wasm-bindgen arranges them.
 * It imports more than it uses here; an import we do not have ends the call.
 */
final class AmaroImports {

  private static final long[] NOTHING = {};
  private static final int NEITHER = 2;

  private final JsObjects objects;
  private final Memory memory;

  private AmaroImports(JsObjects objects, Memory memory) {
    this.objects = objects;
    this.memory = memory;
  }

  /** Values for all imports of {@code module}. */
  static ImportValues of(WasmModule module, JsObjects objects, Memory memory) {
    Map<String, WasmFunctionHandle> known = new AmaroImports(objects, memory).handles();
    ImportFunction[] functions =
        module.importSection().stream()
            .map(FunctionImport.class::cast)
            .map(
                wanted ->
                    new HostFunction(
                        wanted.module(),
                        wanted.name(),
                        module.typeSection().getType(wanted.typeIndex()),
                        known.getOrDefault(wanted.name(), missing(wanted.name()))))
            .toArray(ImportFunction[]::new);
    return ImportValues.builder().addFunction(functions).build();
  }

  private static WasmFunctionHandle missing(String name) {
    return (_, _) -> {
      throw new TrapException("The type stripper asks for " + name);
    };
  }

  private Map<String, WasmFunctionHandle> handles() {
    Map<String, WasmFunctionHandle> handles = new HashMap<>();
    handles.put("__wbg_new_405e22f390576ce2", (_, _) -> index(new LinkedHashMap<>()));
    handles.put("__wbg_set_3f1d0b984ed272ed", (_, a) -> setMember(a));
    handles.put("__wbg_getwithrefkey_1dc361bd10053bfe", (_, a) -> index(member(a[0], a[1])));
    handles.put("__wbindgen_in", (_, a) -> truth(members(a[1]).containsKey(objects.get(a[0]))));
    handles.put("__wbindgen_string_new", (_, a) -> index(text(a[0], a[1])));
    handles.put("__wbindgen_error_new", (_, a) -> index(Map.of("message", text(a[0], a[1]))));
    handles.put("__wbindgen_number_new", (_, a) -> index(Double.longBitsToDouble(a[0])));
    handles.put("__wbindgen_string_get", this::stringGet);
    handles.put("__wbindgen_boolean_get", (_, a) -> new long[] {bool(objects.get(a[0]))});
    handles.put("__wbindgen_object_clone_ref", (_, a) -> index(objects.get(a[0])));
    handles.put("__wbindgen_object_drop_ref", (_, a) -> drop(a[0]));
    handles.put("__wbindgen_is_undefined", (_, a) -> truth(objects.isUndefined(a[0])));
    handles.put("__wbindgen_is_string", (_, a) -> truth(objects.get(a[0]) instanceof String));
    handles.put("__wbindgen_is_object", (_, a) -> truth(objects.get(a[0]) instanceof Map));
    handles.put("__wbindgen_is_falsy", (_, a) -> truth(falsy(objects.get(a[0]))));
    handles.put(
        "__wbindgen_jsval_loose_eq",
        (_, a) -> truth(Objects.equals(objects.get(a[0]), objects.get(a[1]))));
    handles.put(
        "__wbindgen_throw",
        (_, a) -> {
          throw new TrapException("The type stripper throws: " + text(a[0], a[1]));
        });
    return handles;
  }

  private long[] index(@Nullable Object value) {
    return new long[] {objects.add(value)};
  }

  private static long[] truth(boolean value) {
    return new long[] {value ? 1 : 0};
  }

  private long[] drop(long index) {
    objects.drop(index);
    return NOTHING;
  }

  private static long bool(@Nullable Object value) {
    return value instanceof Boolean bool ? (bool ? 1 : 0) : NEITHER;
  }

  private static boolean falsy(@Nullable Object value) {
    return value == null || value.equals(false) || value.equals("") || value.equals(0.0);
  }

  @SuppressWarnings("unchecked")
  private Map<Object, @Nullable Object> members(long index) {
    Object value = objects.get(index);
    if (value instanceof Map<?, ?> members) {
      return (Map<Object, @Nullable Object>) members;
    }
    throw new TrapException("The type stripper takes a member of what is no object");
  }

  private @Nullable Object member(long object, long key) {
    return members(object).get(objects.get(key));
  }

  private long[] setMember(long[] a) {
    Object key = Objects.requireNonNull(objects.take(a[1]));
    members(a[0]).put(key, objects.take(a[2]));
    return NOTHING;
  }

  private String text(long address, long length) {
    return new String(memory.readBytes((int) address, (int) length), StandardCharsets.UTF_8);
  }

  /** Copies a string into the module and leaves address and length at {@code a[0]}. */
  private long[] stringGet(Instance instance, long... a) {
    int to = (int) a[0];
    if (objects.get(a[1]) instanceof String string) {
      byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
      int at = (int) instance.export("__wbindgen_export_2").apply(utf8.length, 1)[0];
      memory.write(at, utf8);
      memory.writeI32(to, at);
      memory.writeI32(to + Integer.BYTES, utf8.length);
    } else {
      memory.writeI32(to, 0);
      memory.writeI32(to + Integer.BYTES, 0);
    }
    return NOTHING;
  }
}
