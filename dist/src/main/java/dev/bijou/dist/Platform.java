package dev.bijou.dist;

import java.util.Locale;

/// The system that the program is built on and runs on, in the words of those who name it.
///
/// @param system for instance `linux`
/// @param processor as in most names of archives, for instance `x64`
/// @param packages the processor as Debian and containers call it, for instance `amd64`
record Platform(String system, String processor, String packages) {

  static Platform current() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch");
    return new Platform(
        system.startsWith("mac") ? "macos" : system.replace(' ', '-'),
        switch (processor) {
          case "amd64", "x86_64" -> "x64";
          default -> processor;
        },
        switch (processor) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> processor;
        });
  }

  String name() {
    return system + "-" + processor;
  }

  boolean isLinux() {
    return system.equals("linux");
  }
}
