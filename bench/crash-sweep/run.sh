#!/usr/bin/env bash
# Kills nodes that drive runs, 1000 times or as often as the first argument says; further arguments go
# to Maven, such as -Dtest.seed=N to have the same kills again. Prints a table; see bench/README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec ./mvnw -B verify -Dtest=NothingAtAll -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=CrashSweepIT -Dcrash.kills="${1:-1000}" "${@:2}"
