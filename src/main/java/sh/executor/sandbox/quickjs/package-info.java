/**
 * The JavaScript engine: QuickJS-NG, compiled from C to WebAssembly by the npm package {@code
 * quickjs-wasi} and from there to JVM bytecode by our build. Owns the engine's exports and imports,
 * the prelude and the image every guest starts as. Knows no tenant, no limit but memory, no thread.
 *
 * <p>{@code QuickJsMachine…} are the compiled classes; {@code src/build/engine-wasm.mjs} and the
 * profile {@code compile-engine} make them.
 */
@NullMarked
package sh.executor.sandbox.quickjs;

import org.jspecify.annotations.NullMarked;
