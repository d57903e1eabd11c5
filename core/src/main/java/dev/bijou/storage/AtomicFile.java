package dev.bijou.storage;

import dev.bijou.OutputException;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file that appears whole or not at all: written beside its place under a hidden name, and moved there by
/// [#commit()], when it is safe on the disk.
///
/// Without a commit, closing leaves the place as it was. A link is followed; a device or a pipe is written directly.
/// Writing does not heed an interrupt of its thread, so that what an interrupted training saves last is not lost. All
/// failures are [OutputException]s.
///
/// {@snippet class="dev.bijou.ExamplesTest" region="file"}
public final class AtomicFile implements Closeable {
  private static final int NAMES_TRIED = 100;

  private final String name;
  private final Path target;
  private final @Nullable Path temporary; // null when written directly
  private final OutputStream stream;
  private boolean committed;

  private AtomicFile(String name, Path target, @Nullable Path temporary, OutputStream stream) {
    this.name = name;
    this.target = target;
    this.temporary = temporary;
    this.stream = new ReportingStream(name, stream);
  }

  /// Starts to write a file.
  ///
  /// Throws an [OutputException] if its folder does not exist or may not be written, or if the place is a folder.
  ///
  /// @param name path of the file, which messages repeat as it is
  public static AtomicFile create(String name) {
    try {
      Path target = Path.of(name);
      if (Files.isDirectory(target)) {
        throw new OutputException(name, "it is a folder; give the name of a file");
      }
      if (Files.exists(target)) {
        target = target.toRealPath();
        if (!Files.isRegularFile(target)) {
          return new AtomicFile(
              name, target, null, Files.newOutputStream(target, StandardOpenOption.WRITE));
        }
      }
      Path folder = target.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new OutputException(
            name, "there is no folder " + (folder == null ? "" : target.getParent()));
      }
      return beside(name, target, folder);
    } catch (InvalidPathException e) {
      throw new OutputException(name, e.getReason());
    } catch (IOException e) {
      throw new OutputException(name, e);
    }
  }

  private static AtomicFile beside(String name, Path target, Path folder) throws IOException {
    LeftOver.removeOf(target);
    for (int i = 0; ; i++) {
      Path temporary = folder.resolve(LeftOver.name(target, ProcessHandle.current().pid(), i));
      try {
        Files.createFile(temporary);
        temporary.toFile().deleteOnExit(); // for an interrupt of the program
        // Not by Files.newOutputStream, whose channel an interrupt of the thread closes.
        FileOutputStream stream = new FileOutputStream(temporary.toFile());
        LeftOver.claim(stream);
        return new AtomicFile(name, target, temporary, stream);
      } catch (FileAlreadyExistsException taken) {
        if (i == NAMES_TRIED) {
          throw taken;
        }
      }
    }
  }

  /// Where to write. Not buffered; failures are [OutputException]s.
  public OutputStream stream() {
    return stream;
  }

  /// Closes the stream and moves the file into its place, replacing what was there.
  public void commit() {
    commitWith(0);
  }

  /// [#commit()] with other bytes at a place within the file, where what they say is known only at its end. A device or
  /// a pipe keeps what was written.
  ///
  /// @param position of the first of these bytes
  public void commitWith(long position, byte... bytes) {
    try {
      stream.close();
      if (temporary != null) {
        try (RandomAccessFile file = new RandomAccessFile(temporary.toFile(), "rw")) {
          file.seek(position);
          file.write(bytes);
          file.getFD().sync();
        }
        move(temporary);
      }
      committed = true;
    } catch (IOException e) {
      throw new OutputException(name, e);
    }
  }

  private void move(Path temporary) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
    forceFolder();
  }

  /// Makes the move itself outlast a power failure, where the system can: Windows opens no folders.
  private void forceFolder() {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // The file is complete and in place; some network file systems cannot force a folder.
    }
  }

  /// Removes what was written, unless it was committed.
  @Override
  public void close() {
    if (committed) {
      return;
    }
    try {
      stream.close();
    } catch (IOException | OutputException _) {
      // What was written goes away in any case.
    }
    if (temporary != null) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException _) {
        // It is deleted when the program ends.
      }
    }
  }
}
