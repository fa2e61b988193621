package sh.executor.kernel;

/** What a member may do in an organisation, from most to least. */
public enum Role {
  /** Everything, including handing the organisation over. Every organisation has at least one. */
  OWNER,
  /** Everything that belongs to the organisation: integrations, connections, policies, members. */
  ADMIN,
  /** Uses what the organisation has, and owns what is personal. */
  MEMBER;

  /** Whether this role may change what belongs to the organisation as a whole. */
  public boolean administers() {
    return this != MEMBER;
  }
}
