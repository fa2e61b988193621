package sh.executor.kernel;

/**
 * Who asks: one member of one organisation, by one kind of credential. Every store takes it, and
 * every statement it runs is bound to {@link #tenant()}.
 */
public record Caller(TenantId tenant, AccountId account, Role role, Credential credential) {

  /** What kind of key opened the door. */
  public enum Credential {
    /** A person's own: opens everything the role allows. */
    PERSON,
    /** Handed to an agent: opens {@code /mcp} only and answers no approval. */
    AGENT
  }

  /** Whether the caller may change what belongs to the organisation: an admin, in person. */
  public boolean administers() {
    return credential == Credential.PERSON && role.administers();
  }
}
