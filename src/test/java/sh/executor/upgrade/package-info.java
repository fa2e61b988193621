/**
 * Databases that builds before this one left behind. Each is a folder of {@code
 * src/test/resources/upgrade}, named after the newest migration of the build that filled it: {@code
 * rows.sql}, what was in the tables, and {@code clients.json}, what the clients of that build hold
 * on to. {@link sh.executor.upgrade.FixtureWriter} writes one; {@link
 * sh.executor.upgrade.UpgradeIT} puts each under the packaged service and goes on from there.
 */
@NullMarked
package sh.executor.upgrade;

import org.jspecify.annotations.NullMarked;
