package dev.bijou.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;

/// Builds `target/bijou`, the folder of the program.
public final class BuildProgram {
  private final Path module;
  private final Path target;
  private final Program program;

  private BuildProgram(Path module) {
    this.module = module;
    this.target = module.resolve("target");
    this.program = new Program(target.resolve("bijou.new"));
  }

  /// @param arguments the folder of this module, and the time that all files shall have
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new BuildProgram(Path.of(arguments[0]).toAbsolutePath()).build(Instant.parse(arguments[1]));
  }

  private void build(Instant time) throws IOException, InterruptedException {
    Folders.delete(program.folder());
    Folders.copy(RuntimeImage.in(target), program.java());
    copyScriptsAndVoice();
    copyJars();
    NewerClasses.replaceIn(
        program.jars(), target.resolve("sources"), target.resolve("newer"), time);
    Description.write(program);
    setTime(time); // before the caches are made: they hold for jars of this very time
    ClassCaches.make(program, module.resolveSibling("examples/habitat.csv"), target);
    setTime(time);
    // A program that is running meanwhile keeps the files that it has opened.
    Folders.replace(target.resolve("bijou"), program.folder());
  }

  private void copyScriptsAndVoice() throws IOException {
    Folders.copy(module.resolve("src/main/program"), program.folder());
    Files.setPosixFilePermissions(program.script(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(module.resolveSibling("LICENSE"), program.folder().resolve("LICENSE"));
    Files.createDirectories(program.voice());
    for (String file : new String[] {"README.md", "speaker.bijou", "voice.bijou"}) {
      Files.copy(
          module.resolveSibling("examples/kathleen").resolve(file), program.voice().resolve(file));
    }
  }

  private void copyJars() throws IOException {
    try (Stream<Path> jars = Files.list(target.resolve("jars"))) {
      for (Path jar : (Iterable<Path>) jars::iterator) {
        String name = jar.getFileName().toString();
        Files.copy(
            jar, name.startsWith("bijou-cli-") ? program.jar() : program.jars().resolve(name));
      }
    }
  }

  private void setTime(Instant time) throws IOException {
    try (Stream<Path> files = Files.walk(program.folder())) {
      files.forEach(file -> {
        try {
          Files.setLastModifiedTime(file, FileTime.from(time));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }
}
