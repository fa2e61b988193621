/** Tests of the REST API: bodies, problems, and every route over HTTP. */
@NullMarked
package sh.executor.rest;

import org.jspecify.annotations.NullMarked;
