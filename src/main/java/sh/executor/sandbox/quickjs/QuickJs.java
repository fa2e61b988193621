package sh.executor.sandbox.quickjs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import sh.executor.sandbox.wasm.PagedMemory;

/** The compiled module. */
final class QuickJs {

  private QuickJs() {}

  /** A new instance in {@code memory}; nothing of it has run. */
  static Instance instantiate(PagedMemory memory, QuickJsImports imports) {
    return Instance.builder(Module.PARSED)
        .withMachineFactory(QuickJsMachine::new)
        .withMemoryFactory(limits -> memory)
        .withImportValues(imports.values())
        .withStart(false)
        .build();
  }

  /** What of the wasm is not code: parsed once, when first needed. */
  private static final class Module {

    private static final WasmModule PARSED = parse();

    private static WasmModule parse() {
      try (InputStream meta = QuickJs.class.getResourceAsStream("QuickJs.meta")) {
        return Parser.parse(meta);
      } catch (IOException e) {
        throw new UncheckedIOException("read the engine's module", e);
      }
    }
  }
}
