/**
 * Credentials at rest and in hand. A value is sealed with authenticated encryption under its
 * organisation's data key, which the master key wraps; the associated data of the seal names the
 * organisation, the table and the row, so that a ciphertext can not be moved. The only package that
 * turns ciphertext into plaintext, and {@link sh.executor.secret.SecretValue} the only type that
 * carries it on.
 */
@NullMarked
package sh.executor.secret;

import org.jspecify.annotations.NullMarked;
