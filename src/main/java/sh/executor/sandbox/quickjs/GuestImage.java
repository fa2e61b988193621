package sh.executor.sandbox.quickjs;

import sh.executor.sandbox.wasm.PageImage;

/**
 * A guest that has started and loaded its prelude but seen no script: what every sandbox begins as.
 * Made the same, bit for bit, by every process of one build.
 *
 * @param stackPointer of an empty stack; the engine's only global that changes
 * @param runtime address of the engine's {@code JSRuntime}
 * @param context address of its {@code JSContext}
 * @param start the prelude's function that starts a script
 * @param allow the prelude's function that changes how many calls a script may make
 * @param deliver the prelude's function that answers a call
 * @param undefined the value
 * @param scratch address of {@link Guest#SCRATCH_BYTES} bytes for the host's use
 * @param randomState address of the eight bytes {@code Math.random} goes on from
 */
record GuestImage(
    PageImage memory,
    long stackPointer,
    int runtime,
    int context,
    long start,
    long allow,
    long deliver,
    long undefined,
    int scratch,
    int randomState) {}
