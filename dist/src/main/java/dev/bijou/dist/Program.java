package dev.bijou.dist;

import java.nio.file.Path;

/// Where things lie in the folder of the program. The start script knows the same places.
///
/// @param folder that is installed as a whole
record Program(Path folder) {
  static final String SCRIPT = "bin/bijou";
  static final String COMPLETION = "share/bash-completion/completions/bijou";
  static final String MANUAL = "share/man/man1";

  Path script() {
    return folder.resolve(SCRIPT);
  }

  Path jars() {
    return folder.resolve("lib");
  }

  Path jar() {
    return jars().resolve("bijou.jar");
  }

  /// The options of Java for one way to run, which say why.
  Path options(String way) {
    return jars().resolve(way + ".options");
  }

  /// What Java has learned of one way to run.
  Path cache(String way) {
    return jars().resolve(way + ".aot");
  }

  Path voice() {
    return jars().resolve("voice");
  }

  Path java() {
    return jars().resolve("java");
  }

  Path completion() {
    return folder.resolve(COMPLETION);
  }

  Path manual() {
    return folder.resolve(MANUAL);
  }
}
