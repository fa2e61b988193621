/**
 * Linear memory for WebAssembly instances, made for many short lives: every instance of a module
 * begins as the same image, shares its pages until it writes to them, and pays from one budget for
 * what it grows by. Knows Endive's {@code Memory} port and nothing of what runs in it.
 */
@NullMarked
package sh.executor.sandbox.wasm;

import org.jspecify.annotations.NullMarked;
