package dev.bijou.storage;

import dev.bijou.ModelFileException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A claim on a file that only one training may write, such as a checkpoint.
///
/// It is a lock on a hidden file beside it, which the operating system releases when the process ends, however it ends.
/// So the lock file of a killed process keeps nobody out. [#close()] removes it.
///
/// {@snippet class="dev.bijou.ExamplesTest" region="claim"}
public final class FileClaim implements AutoCloseable {
  /// What this process has claimed. The system's locks are those of a process, and it loses one as soon as it closes
  /// the lock file anywhere, so within a process a lock must not even be attempted twice.
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  private final Path lockFile;
  private final FileChannel channel;

  private FileClaim(Path lockFile, FileChannel channel) {
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /// Claims a file, whether it exists or not, until the claim is closed or the process ends. Removes what a killed
  /// process has left of it.
  ///
  /// @throws ModelFileException if another training has claimed it, or no lock can be had in its folder
  public static FileClaim of(Path file) {
    Path lockFile;
    try {
      lockFile = lockFile(file);
    } catch (IOException failure) {
      throw ModelFileException.cannotLock(file, failure);
    }
    if (!CLAIMED.add(lockFile)) {
      throw taken(file);
    }
    FileChannel channel = null;
    try {
      channel = locked(lockFile);
    } catch (IOException failure) {
      throw ModelFileException.cannotLock(file, failure);
    } finally {
      if (channel == null) {
        CLAIMED.remove(lockFile);
      }
    }
    if (channel == null) {
      throw taken(file);
    }
    LeftOver.removeOf(file);
    return new FileClaim(lockFile, channel);
  }

  private static ModelFileException taken(Path file) {
    return new ModelFileException(
        file + " is in use by another training; wait until that has ended, or name another file");
  }

  /// The lock file of a file: the same, whichever path or link leads there.
  private static Path lockFile(Path file) throws IOException {
    Path place = file.toAbsolutePath().normalize();
    if (Files.exists(place)) {
      place = place.toRealPath();
    } else if (place.getParent() instanceof Path folder
        && place.getFileName() instanceof Path name) {
      place = folder.toRealPath().resolve(name);
    }
    return place.resolveSibling("." + place.getFileName() + ".lock");
  }

  /// The lock file, open and locked; null if another process has locked it.
  private static @Nullable FileChannel locked(Path lockFile) throws IOException {
    while (true) {
      FileChannel channel = null;
      boolean done = false;
      try {
        @Nullable Object made = made(lockFile);
        channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
          return null;
        }
        // Who had the lock before may have removed the file meanwhile, and a lock on a file that is
        // gone keeps nobody out.
        done = Objects.equals(made, key(lockFile));
        if (done) {
          return channel;
        }
      } catch (NoSuchFileException removed) {
        if (!Files.isDirectory(Objects.requireNonNull(lockFile.getParent()))) {
          throw removed;
        }
      } finally {
        if (!done && channel != null) {
          channel.close();
        }
      }
    }
  }

  /// Makes the lock file unless it is there.
  ///
  /// @return which file it is, as the system knows it
  private static @Nullable Object made(Path lockFile) throws IOException {
    try {
      Files.createFile(lockFile);
    } catch (FileAlreadyExistsException _) {
      // It is in use, or a killed process has left it.
    }
    return key(lockFile);
  }

  private static @Nullable Object key(Path lockFile) throws IOException {
    return Files.readAttributes(lockFile, BasicFileAttributes.class).fileKey();
  }

  /// Releases the file, and removes the lock file.
  @Override
  public void close() {
    try (channel) {
      // While it is still locked: afterwards it may be another's.
      Files.deleteIfExists(lockFile);
    } catch (IOException _) {
      // A lock file that stays behind keeps nobody out.
    } finally {
      CLAIMED.remove(lockFile);
    }
  }
}
