/**
 * Removes TypeScript's types: the npm package {@code amaro}, which is the parser Node.js strips
 * types with, compiled from Rust to WebAssembly by its authors and to JVM bytecode by our build.
 * Knows texts only, and takes hostile ones: whatever happens stays in its memory.
 *
 * <p>{@code AmaroMachine…} are the compiled classes; {@code src/build/engine-wasm.mjs} and the
 * profile {@code compile-engine} make them.
 */
@NullMarked
package sh.executor.sandbox.amaro;

import org.jspecify.annotations.NullMarked;
