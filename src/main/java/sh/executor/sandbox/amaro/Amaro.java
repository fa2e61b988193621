package sh.executor.sandbox.amaro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import sh.executor.sandbox.wasm.MemoryBudget;
import sh.executor.sandbox.wasm.PageImage;
import sh.executor.sandbox.wasm.PagedMemory;

/** One instance of the compiled module, in a memory of its own. For one thread at a time. */
final class Amaro {

  private static final int WASM_PAGES_MAX = 1024;
  private static final int RESULT_BYTES = 16;

  private final PagedMemory memory;
  private final Instance instance;
  private final JsObjects objects = new JsObjects();
  private final long stackPointer;

  Amaro(MemoryBudget budget) {
    memory = new PagedMemory(Module.BEFORE, WASM_PAGES_MAX, budget);
    instance = instantiate(memory, objects);
    stackPointer = instance.global(0).getValue();
  }

  /** What the module made, or threw. */
  record Outcome(boolean thrown, Map<?, ?> members) {}

  /** Calls {@code transformSync(source, options)}. */
  Outcome transform(String source, Map<String, Object> options) {
    memory.reset(Module.BEFORE, WASM_PAGES_MAX);
    instance.global(0).setValue(stackPointer);
    objects.clear();
    int result = (int) call("__wbindgen_add_to_stack_pointer", -RESULT_BYTES);
    instance.export("transformSync").apply(result, objects.add(source), objects.add(options));
    boolean thrown = memory.readInt(result + 2 * Integer.BYTES) != 0;
    int index = memory.readInt(result + (thrown ? Integer.BYTES : 0));
    if (objects.get(index) instanceof Map<?, ?> members) {
      return new Outcome(thrown, members);
    }
    return new Outcome(true, Map.of("message", String.valueOf(objects.get(index))));
  }

  private long call(String export, long... arguments) {
    return instance.export(export).apply(arguments)[0];
  }

  /** Gives its memory back, until it is used again. */
  void release() {
    memory.release();
    objects.clear();
  }

  private static Instance instantiate(PagedMemory memory, JsObjects objects) {
    return Instance.builder(Module.PARSED)
        .withMachineFactory(AmaroMachine::new)
        .withMemoryFactory(_ -> memory)
        .withImportValues(AmaroImports.of(Module.PARSED, objects, memory))
        .withStart(false)
        .build();
  }

  /** What is the same for all instances. */
  private static final class Module {

    private static final WasmModule PARSED = parse();

    /** The memory before anything has run: the module's data. */
    private static final PageImage BEFORE = before();

    private static PageImage before() {
      int pages = PARSED.memorySection().orElseThrow().getMemory(0).limits().initialPages();
      MemoryBudget unlimited = new MemoryBudget(Long.MAX_VALUE);
      PagedMemory memory = new PagedMemory(PageImage.empty(pages), pages, unlimited);
      instantiate(memory, new JsObjects());
      return memory.image();
    }

    private static WasmModule parse() {
      try (InputStream meta = Amaro.class.getResourceAsStream("Amaro.meta")) {
        return Parser.parse(meta);
      } catch (IOException e) {
        throw new UncheckedIOException("read the type stripper's module", e);
      }
    }
  }
}
