# Starts the Python program of the command that sources this, with the peers' interpreter and JAVA_HOME at a JDK 25.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
name=${0##*/}
if [ ! -x "$here/peers/.venv/bin/python" ]; then
  echo "$name: the Python libraries are not installed: run benchmarks/peers/install first" >&2
  exit 2
fi
. "$here/../.mvn/find-jdk.sh"
find_jdk || jdk=
JAVA_HOME=$jdk exec "$here/peers/.venv/bin/python" "$here/peers/$name.py" "$@"
