package dev.bijou.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Replaces a file as a whole: readers see the old content or the new, never a part of it.
///
/// The content is written beside the target, forced to the disk and moved into place. Writing does not heed an
/// interrupt of its thread, so that what an interrupted training saves last is not lost.
final class AtomicFile {
  private AtomicFile() {}

  /// Writes the content of the file.
  interface Content {
    void write(RandomAccessFile file) throws IOException;
  }

  /// Writes a file; on failure the target is as it was.
  ///
  /// @throws IOException if the folder is missing, the disk is full, permission is denied, or the target is a folder
  ///     or a device
  static void write(Path target, Content content) throws IOException {
    // A link stays a link: what it points to is replaced.
    Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    if (Files.exists(place) && !Files.isRegularFile(place)) {
      String what = Files.isDirectory(place) ? "it is a folder" : "it is no regular file";
      throw new FileSystemException(target.toString(), null, what);
    }
    Path name = place.getFileName();
    if (name == null) {
      throw new FileSystemException(target.toString(), null, "it is a folder");
    }
    Path beside =
        place.resolveSibling(
            ".%s.%d-%d.tmp".formatted(name, ProcessHandle.current().pid(), thread()));
    Files.deleteIfExists(beside); // left by a process of the same number that was killed
    Files.createFile(beside);
    beside.toFile().deleteOnExit(); // for an interrupt of the program
    try {
      try (RandomAccessFile file = new RandomAccessFile(beside.toFile(), "rw")) {
        content.write(file);
        file.getFD().sync();
      }
      move(beside, place);
    } catch (IOException | RuntimeException | Error failure) {
      Files.deleteIfExists(beside);
      throw failure;
    }
    forceFolder(place);
  }

  private static long thread() {
    return Thread.currentThread().threadId();
  }

  private static void move(Path beside, Path place) throws IOException {
    try {
      Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(beside, place, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Makes the move itself outlast a power failure, where the system can: Windows opens no folders.
  private static void forceFolder(Path place) {
    Path folder = place.getParent();
    if (folder == null || !folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException ignored) {
      // The file is complete and in place; some network file systems cannot force a folder.
    }
  }
}
