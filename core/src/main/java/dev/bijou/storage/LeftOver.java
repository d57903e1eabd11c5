package dev.bijou.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a killed process leaves of an [AtomicFile]: it is removed when the same file is written again.
///
/// Its writer holds a lock, which the operating system releases when the process ends, however it ends. So a file that
/// a process elsewhere is writing, in a container or on another machine, stays.
final class LeftOver {
  private LeftOver() {}

  /// The name of a file that is being written.
  ///
  /// @param target where it belongs
  /// @param number among those of the process
  static String name(Path target, long process, int number) {
    return "." + target.getFileName() + "." + process + "." + number + ".tmp";
  }

  /// Marks a file as being written, where the system has locks.
  @SuppressWarnings("resource") // the lock goes with the stream
  static void claim(FileOutputStream stream) {
    try {
      stream.getChannel().tryLock();
    } catch (IOException _) {
      // Without locks, only the number of the process tells.
    }
  }

  /// Removes what dead processes left of a file; what cannot be removed stays.
  static void removeOf(Path target) {
    if (!(target.toAbsolutePath().getParent() instanceof Path folder)) {
      return;
    }
    Pattern name =
        Pattern.compile(
            "\\." + Pattern.quote(target.getFileName().toString()) + "\\.(\\d{1,18})\\.\\d+\\.tmp");
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            folder, file -> isLeft(name.matcher(file.getFileName().toString())))) {
      for (Path file : files) {
        remove(file);
      }
    } catch (IOException _) {
      // It harms nobody.
    }
  }

  private static boolean isLeft(Matcher name) {
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }

  private static void remove(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.delete(file);
      }
    }
  }
}
