package sh.executor.secret;

import java.util.UUID;

/**
 * Ciphertext as it is stored: AES-256-GCM with its nonce, under the data key named.
 *
 * @param keyId the organisation's data key
 * @param bytes ciphertext; opens only for the organisation, table and row it was made for
 */
public record Sealed(UUID keyId, byte[] bytes) {}
