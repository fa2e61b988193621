#!/bin/sh
# Installs Executor for the user who runs this: fetches a released jar, checks its SHA-256, and puts
# a launcher beside it.
#
#   curl -fsSL https://executor.sh/install.sh | sh
#   install.sh [--version V] [--dir DIR] [--base-url URL]
#
# EXECUTOR_INSTALL_DIR and EXECUTOR_RELEASES are the same as --dir and --base-url.
set -eu

version=latest
dir=${EXECUTOR_INSTALL_DIR:-$HOME/.executor/bin}
releases=${EXECUTOR_RELEASES:-https://github.com/executor-sh/executor/releases}

fail() {
  printf 'install: %s\n' "$*" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    --version) [ $# -ge 2 ] || fail "--version needs a version"; version=$2; shift 2 ;;
    --dir) [ $# -ge 2 ] || fail "--dir needs a directory"; dir=$2; shift 2 ;;
    --base-url) [ $# -ge 2 ] || fail "--base-url needs a URL"; releases=$2; shift 2 ;;
    -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) fail "'$1' is not understood; --help tells what is." ;;
  esac
done

case $version in
  latest) from=$releases/latest/download ;;
  *[!0-9A-Za-z.+-]*) fail "'$version' is no version." ;;
  *) from=$releases/download/v$version ;;
esac

# The built-in database is a program of its own for each system, and released is what is tested.
case $(uname -s)-$(uname -m) in
  Linux-x86_64 | Linux-amd64) jar=executor-linux-amd64.jar ;;
  *)
    fail "there is a release for Linux on amd64 only, and this is $(uname -s) on $(uname -m): build Executor from its sources, or use a server elsewhere."
    ;;
esac

# What is fetched is only ever moved into place whole and checked.
work=$(mktemp -d) || fail "there is no room for temporary files."
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fetch() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --retry 2 --connect-timeout 15 --max-time 900 -o "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q --tries=3 --timeout=60 -O "$2" "$1"
  else
    fail "neither curl nor wget is there to fetch with."
  fi
}

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1"
  else
    shasum -a 256 "$1"
  fi | cut -c 1-64
}

fetch "$from/$jar.sha256" "$work/expected" ||
  fail "$from/$jar.sha256 can not be fetched: nothing was installed, for nothing could be checked."
expected=$(cut -c 1-64 "$work/expected" | head -n 1)
case $expected in
  *[!0-9a-f]* | '') fail "$from/$jar.sha256 holds no SHA-256: nothing was installed." ;;
esac
[ ${#expected} -eq 64 ] || fail "$from/$jar.sha256 holds no SHA-256: nothing was installed."

printf 'Fetching %s/%s\n' "$from" "$jar" >&2
fetch "$from/$jar" "$work/executor.jar" ||
  fail "$from/$jar can not be fetched: nothing was installed."
actual=$(sha256 "$work/executor.jar")
[ "$actual" = "$expected" ] ||
  fail "$jar is not the one that was released (SHA-256 $actual, not $expected): nothing was installed."

cat >"$work/executor" <<'LAUNCHER'
#!/bin/sh
# Runs Executor by a Java 25 or newer: JAVA_HOME's, or the one in the path.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0" 2>/dev/null || printf %s "$0")")" && pwd)

no_java() {
  printf 'executor: Java 25 or newer is needed%s. Install one (https://adoptium.net) or set JAVA_HOME.\n' "$1" >&2
  exit 1
}

java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
found=$(command -v "$java" 2>/dev/null) || no_java ""
# The version by the file that each Java has: to ask the program takes longer than the rest.
release=$(dirname -- "$(dirname -- "$(readlink -f -- "$found" 2>/dev/null || printf %s "$found")")")/release
version=
build=
if [ -f "$release" ]; then
  while IFS='="' read -r name _ value _; do
    case $name in
      JAVA_VERSION) version=${value%%[!0-9]*} ;;
      JAVA_RUNTIME_VERSION) build=$value ;;
    esac
  done <"$release"
  [ "${version:-25}" -ge 25 ] || no_java ", and $found is Java $version"
fi

# Clients start a bridge without a locale; then Java could not read paths beyond ASCII.
[ -n "${LC_ALL:-}${LC_CTYPE:-}${LANG:-}" ] || export LC_CTYPE=C.UTF-8

# What makes this process a server, or has it use the database as one does.
for argument; do
  case $argument in
    serve | migrate | --foreground)
      # shellcheck disable=SC2086
      exec "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -XX:+UseCompactObjectHeaders ${EXECUTOR_JAVA_OPTIONS:-} -jar "$home/executor.jar" "$@"
      ;;
  esac
done
# The rest is small and short, and its standard output is read by programs.
flags="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms8m -Xmx256m -XX:ReservedCodeCacheSize=24m -XX:-UsePerfData"
flags="$flags -Xlog:disable -Xlog:all=warning,aot*=off:stderr"
main=sh.executor.app.Main

# Which classes a start needs is recorded once for each Java and jar, beside a start, by a bridge to
# where no server is; later starts need not look for them (JEP 514). That only saves time: where
# nothing can be written nothing is, and what failed is tried again an hour later.
record() {
  recording=$cache.recording
  [ -z "$(find "$recording" -prune -mmin +60 2>/dev/null)" ] || rm -rf "$recording" 2>/dev/null || return 0
  mkdir "$recording" 2>/dev/null || return 0
  # Another may have done it since this one looked.
  [ ! -f "$cache" ] || { rmdir "$recording"; return 0; }
  {
    printf '%s\n' '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"recording","version":"1"}}}' |
      env -i PATH="$PATH" HOME="$recording" LC_CTYPE=C.UTF-8 nice timeout 600 "$found" $flags \
        -XX:AOTCacheOutput="$recording/classes" -cp "$home/executor.jar" $main \
        mcp --base-url http://127.0.0.1:1 --data-dir "$recording/data" &&
      mv -f "$recording/classes" "$cache" && rm -rf "$recording"
  } </dev/null >/dev/null 2>&1 &
}

set -- -cp "$home/executor.jar" $main "$@"
# Java looks whether the record is of its own build, but not whether it is of this jar.
jar=$(stat -c %s-%Y "$home/executor.jar" 2>/dev/null) || build=
case $build in
  '' | *[!0-9A-Za-z.+_-]*) ;;
  *)
    cache=$home/classes-$build-$jar.aot
    if [ -f "$cache" ]; then set -- -XX:AOTCache="$cache" "$@"; else record; fi
    ;;
esac
# shellcheck disable=SC2086
exec "$java" $flags "$@"
LAUNCHER
chmod 755 "$work/executor"

mkdir -p "$dir" || fail "$dir can not be made: choose another with --dir."
for file in executor.jar executor; do
  # On the same file system, so that a move is all or nothing.
  cp "$work/$file" "$dir/.$file.new" && mv -f "$dir/.$file.new" "$dir/$file" ||
    fail "$dir can not be written: choose another with --dir."
done
# Recorded by the launcher, of the jar that was there before.
rm -rf "$dir"/classes-*

printf 'Installed %s/executor\n' "$dir"
case ":$PATH:" in
  *":$dir:"*) ;;
  *) printf 'Put it into your path: export PATH="%s:$PATH"\n' "$dir" ;;
esac
