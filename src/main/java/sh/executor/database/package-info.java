/**
 * SQL over JDBC: statements as text, rows mapped by lambdas, transactions that run again when
 * PostgreSQL asks for it. The only package that touches {@code java.sql} connections; every other
 * one sees {@link sh.executor.database.Sql} and {@link sh.executor.database.Row}.
 *
 * <p>A statement names its columns, binds by {@code ?}, and begins its condition with {@code
 * tenant_id = ?} where the table has one. A transaction does SQL and nothing else, because it may
 * run again. {@code Instant}s are bound as UTC {@code timestamptz}.
 */
@NullMarked
package sh.executor.database;

import org.jspecify.annotations.NullMarked;
