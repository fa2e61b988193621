/** Tests of the OpenAPI kind: on small descriptions made for the purpose, and on real ones. */
@NullMarked
package sh.executor.openapi;

import org.jspecify.annotations.NullMarked;
