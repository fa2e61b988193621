package sh.executor.openapi.call;

/** Why a connection's credential can not be sent; ends the making of a request. */
final class CredentialFailure extends RuntimeException {

  static final String VALUE_MISSING = "connection_value_missing";
  static final String REJECTED = "connection_rejected";
  static final String OAUTH_MISSING = "oauth_connection_missing";
  static final String SCOPE_INSUFFICIENT = "oauth_scope_insufficient";

  private final String code;

  CredentialFailure(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  String code() {
    return code;
  }
}
