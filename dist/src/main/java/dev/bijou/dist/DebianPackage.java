package dev.bijou.dist;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;

/// A package for Debian and its descendants: an ar archive of a version, a description and the files, as deb(5) says.
///
/// @param version of the program, as Maven writes it
record DebianPackage(String version, Platform platform, Instant time) {
  private static final String HOME = "./usr/lib/bijou";
  private static final int KIBIBYTE = 1024;

  void write(Program program, Path file) throws IOException {
    try (ArArchiveOutputStream out =
        new ArArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      put(out, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
      put(out, "control.tar.gz", control(program));
      put(out, "data.tar.gz", data(program));
    }
  }

  private void put(ArArchiveOutputStream out, String name, byte[] content) throws IOException {
    out.putArchiveEntry(
        new ArArchiveEntry(
            name, content.length, 0, 0, 0100000 | TarFile.FILE, time.getEpochSecond()));
    out.write(content);
    out.closeArchiveEntry();
  }

  private byte[] control(Program program) throws IOException {
    long bytes = 0;
    for (Path file : Folders.within(program.folder())) {
      bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    String control =
        """
        Package: bijou
        Version: %s
        Architecture: %s
        Maintainer: The Bijou authors
        Installed-Size: %d
        Depends: libc6 (>= 2.17)
        Section: science
        Priority: optional
        Description: learn the probability density of a table or of a voice, and use it
         Bijou fits normalizing flows to tables and scores rows, finds those that do
         not belong, draws new ones and fills in missing cells. It also speaks.
         Java comes with it.
        """
            .formatted(
                version.replace("-", "~"), platform.packages(), Math.ceilDiv(bytes, KIBIBYTE));
    ByteArrayOutputStream bytesOut = new ByteArrayOutputStream();
    try (TarFile tar = new TarFile(new GZIPOutputStream(bytesOut), time)) {
      tar.folder(".", TarFile.FOLDER);
      tar.file("./control", TarFile.FILE, control.getBytes(StandardCharsets.UTF_8));
    }
    return bytesOut.toByteArray();
  }

  private byte[] data(Program program) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarFile tar = new TarFile(new GZIPOutputStream(bytes), time)) {
      tar.folder(".", TarFile.FOLDER);
      tar.folder("./usr", TarFile.FOLDER);
      tar.folder("./usr/bin", TarFile.FOLDER);
      tar.link("./usr/bin/bijou", "../lib/bijou/" + Program.SCRIPT);
      tar.folder("./usr/lib", TarFile.FOLDER);
      tar.tree(HOME, program.folder());
      tar.folder("./usr/share", TarFile.FOLDER);
      tar.folder("./usr/share/bash-completion", TarFile.FOLDER);
      tar.folder("./usr/share/bash-completion/completions", TarFile.FOLDER);
      tar.link("./usr/" + Program.COMPLETION, "../../../lib/bijou/" + Program.COMPLETION);
      tar.folder("./usr/share/doc", TarFile.FOLDER);
      tar.folder("./usr/share/doc/bijou", TarFile.FOLDER);
      tar.link("./usr/share/doc/bijou/copyright", "../../../lib/bijou/LICENSE");
      tar.folder("./usr/share/man", TarFile.FOLDER);
      tar.folder("./usr/share/man/man1", TarFile.FOLDER);
      for (Path page : Folders.within(program.manual())) {
        String name = Program.MANUAL + "/" + page.getFileName();
        tar.link("./usr/" + name, "../../../lib/bijou/" + name);
      }
    }
    return bytes.toByteArray();
  }
}
