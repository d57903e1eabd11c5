package dev.bijou.dist;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes a tar archive whose entries all belong to root and have one time, so that equal files give equal archives.
final class TarFile implements Closeable {
  static final int FOLDER = 0755;
  static final int FILE = 0644;
  static final int PROGRAM = 0755;

  private final TarArchiveOutputStream out;
  private final Instant time;

  TarFile(OutputStream out, Instant time) {
    this.out = new TarArchiveOutputStream(out, "UTF-8");
    this.out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    this.time = time;
  }

  static TarFile gzip(Path file, Instant time) throws IOException {
    return new TarFile(
        new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file))), time);
  }

  void folder(String name, int mode) throws IOException {
    put(new TarArchiveEntry(name + "/"), mode, new byte[0]);
  }

  void file(String name, int mode, byte[] content) throws IOException {
    put(new TarArchiveEntry(name), mode, content);
  }

  void link(String name, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    put(entry, 0777, new byte[0]);
  }

  /// A folder and all that is in it.
  void tree(String name, Path folder) throws IOException {
    folder(name, FOLDER);
    for (Path file : Folders.within(folder)) {
      String inside = name + "/" + folder.relativize(file);
      if (Files.isSymbolicLink(file)) {
        link(inside, Files.readSymbolicLink(file).toString());
      } else if (Files.isDirectory(file)) {
        folder(inside, FOLDER);
      } else {
        file(inside, Files.isExecutable(file) ? PROGRAM : FILE, Files.readAllBytes(file));
      }
    }
  }

  private void put(TarArchiveEntry entry, int mode, byte[] content) throws IOException {
    entry.setMode(mode | (entry.getMode() & ~07777));
    entry.setLastModifiedTime(FileTime.from(time));
    entry.setSize(content.length);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
