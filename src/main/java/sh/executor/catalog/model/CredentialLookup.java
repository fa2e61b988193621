package sh.executor.catalog.model;

/** What opening a connection's credential came to. */
public sealed interface CredentialLookup {

  /** All values that the connection's method needs. */
  record Found(Credential credential) implements CredentialLookup {}

  /** It can not be used as it is; the error says what a person has to do. */
  record Unusable(ToolError error) implements CredentialLookup {}
}
