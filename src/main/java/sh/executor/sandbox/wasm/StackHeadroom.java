package sh.executor.sandbox.wasm;

/**
 * Makes sure that there is stack left before code that must not be cut short. A script decides how
 * deep the stack is when it calls out, and a {@link StackOverflowError} half-way through an update
 * of something shared would leave it broken for everyone.
 */
public final class StackHeadroom {

  private static final int FRAMES = 600;

  private StackHeadroom() {}

  /**
   * Returns when at least some ten kilobytes of stack are left.
   *
   * @throws StackOverflowError when they are not
   */
  public static void require() {
    if (descend(FRAMES) != FRAMES) {
      throw new IllegalStateException("descend the stack");
    }
  }

  private static int descend(int frames) {
    return frames == 0 ? 0 : 1 + descend(frames - 1);
  }
}
