#!/bin/sh
# Builds the program in dist/target/bijou: build-program.sh ROOT LOCK STAMP. Called by ./bijou, which holds the folder LOCK;
# that is given back in any case.
set -eu
root=$1
lock=$2
stamp=$3
log=$root/dist/target/build.log

trap 'rm -rf "$lock"' EXIT
trap 'exit 130' HUP INT TERM
echo $$ >"$lock/pid"
: >"$lock/stamp" # sources that change from now on are newer

. "$root/.mvn/find-jdk.sh"
if ! find_jdk; then
  echo "bijou: needs a JDK of version 25 or later and found none; install one or set JAVA_HOME to its folder" >&2
  exit 2
fi
if [ -f "$stamp" ]; then
  echo "bijou: building (sources changed)..." >&2
else
  echo "bijou: building (first use, about a minute)..." >&2
fi
if ! (cd "$root" && JAVA_HOME=$jdk ./mvnw -q -ntp -B -Dmaven.test.skip=true -Ddist.archives.skip=true -pl dist -am package) \
  >"$log" 2>&1 </dev/null; then
  # Maven's errors, without its advice on how to call Maven.
  sed -n -e '/Help 1\]$/q' -e 's/^\[ERROR\] \(.\)/bijou: \1/p' -e '/^[Ee]rror/p' "$log" | head -n 10 >&2
  echo "bijou: the build failed; all of its output is in $log" >&2
  exit 1
fi
mv -f "$lock/stamp" "$stamp"
