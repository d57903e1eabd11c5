# Finds a JDK of at least version 25. Sourced by ./bijou and .ci/run; POSIX shell, starts no Java.
# Afterwards $jdk is its folder, or empty where there is none.

# is_jdk FOLDER: whether it holds a compiler and its release file names a version of at least 25.
is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        version=${line#*\"}
        version=${version%%[!0-9]*}
        [ "${version:-0}" -ge 25 ]
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

find_jdk() {
  jdk=${JAVA_HOME:-}
  [ -n "$jdk" ] && is_jdk "$jdk" && return

  java=$(command -v java) || java=
  if [ -n "$java" ]; then
    jdk=${java%/bin/*}
    is_jdk "$jdk" && return
    if [ -h "$java" ]; then
      java=$(readlink -f "$java") && jdk=${java%/bin/*} && is_jdk "$jdk" && return
    fi
  fi

  for jdk in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* "${HOME:-}"/.sdkman/candidates/java/* \
    "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    is_jdk "$jdk" && return
  done
  jdk=
  return 1
}
