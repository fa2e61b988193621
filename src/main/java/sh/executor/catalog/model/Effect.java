package sh.executor.catalog.model;

/** What a call may do to the world. */
public enum Effect {
  /** Only looks: runs unless a rule says otherwise, and may be sent again after a crash. */
  READ,
  /** May change something: needs approval unless a rule says otherwise. */
  WRITE
}
