package sh.executor.rest;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Caller;

/**
 * Who makes the present request: set once by {@link RequestGate}, read by resources, which pass it
 * on as an argument.
 */
@RequestScoped
class CurrentCaller {

  private @Nullable Caller caller;

  void enter(Caller caller) {
    this.caller = caller;
  }

  /** The caller; every request that reaches a resource has one. */
  Caller get() {
    if (caller == null) {
      throw new IllegalStateException("serve a request that nobody was let in with");
    }
    return caller;
  }
}
