package dev.bijou.table.io;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A file that refuses to read zero bytes, or beyond its end. Where a page header of a damaged Parquet file claims more
/// bytes than its column has, Hardwood 1.0.1 asks for zero bytes for ever.
final class CheckedFile implements InputFile {
  private final InputFile file;

  CheckedFile(Path path) {
    file = InputFile.of(path);
  }

  @Override
  public void open() throws IOException {
    file.open();
  }

  @Override
  public ByteBuffer readRange(long offset, int length) throws IOException {
    if (length <= 0 || offset < 0 || offset > file.length() - length) {
      throw new IOException("a page reaches beyond its column");
    }
    return file.readRange(offset, length);
  }

  @Override
  public long length() throws IOException {
    return file.length();
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
