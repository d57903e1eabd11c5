package dev.bijou.dist;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/// Packs `target/bijou` into what people download: an archive, a Debian package and a container image.
public final class BuildArchives {
  private BuildArchives() {}

  /// @param arguments the folder of this module, the time that all entries shall have, and the version
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path target = Path.of(arguments[0]).toAbsolutePath().resolve("target");
    Instant time = Instant.parse(arguments[1]);
    String version = arguments[2];
    Program program = new Program(target.resolve("bijou"));
    Platform platform = Platform.current();
    String name = "bijou-" + version + "-" + platform.name();

    try (TarFile archive = TarFile.gzip(target.resolve(name + ".tar.gz"), time)) {
      archive.tree("bijou-" + version, program.folder());
    }
    if (platform.isLinux()) { // only there are the two of use
      new DebianPackage(version, platform, time).write(program, target.resolve(name + ".deb"));
      new ContainerImage(version, platform, time)
          .write(program, target.resolve(name + "-container.tar"));
    }
  }
}
