package dev.bijou.table.io;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.RowGroup;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/// Checks that the sizes that a Parquet file states agree with each other, before anything is allocated or decompressed
/// by them.
///
/// Hardwood 1.0.1 reads a damaged file for ever where a page claims more bytes than its column has, and the native
/// Snappy library writes beyond its buffer, and so ends the program, where a page holds more than its header says.
final class PageCheck {
  private static final int LONGEST_HEADER = 1 << 20;

  private final InputFile file;

  private PageCheck(InputFile file) {
    this.file = file;
  }

  /// Checks all pages of some columns. Throws an [IOException] that says what does not agree.
  ///
  /// @param columns top-level names
  static void run(InputFile file, List<RowGroup> groups, Set<String> columns) throws IOException {
    PageCheck check = new PageCheck(file);
    for (RowGroup group : groups) {
      for (ColumnChunk chunk : group.columns()) {
        if (columns.contains(chunk.metaData().pathInSchema().topLevelName())) {
          check.pages(chunk);
        }
      }
    }
  }

  private void pages(ColumnChunk chunk) throws IOException {
    ColumnMetaData column = chunk.metaData();
    long at = chunk.chunkStartOffset();
    if (column.totalCompressedSize() < 0
        || at < 0
        || at > file.length() - column.totalCompressedSize()) {
      throw new IOException("a column reaches beyond the end of the file");
    }
    long end = at + column.totalCompressedSize();
    long values = 0;
    while (at < end && values < column.numValues()) {
      ByteBuffer bytes = file.readRange(at, (int) Math.min(end - at, LONGEST_HEADER));
      PageHeader page = header(bytes);
      long body = at + page.headerBytes();
      if (page.compressedBytes() > end - body) {
        throw new IOException("a page reaches beyond its column");
      }
      if (page.uncompressedBytes() > column.totalUncompressedSize()) {
        throw new IOException("a page is larger than its column");
      }
      if (column.codec() == CompressionCodec.SNAPPY && page.compressed()) {
        snappy(page, body);
      }
      values += page.isData() ? page.values() : 0;
      at = body + page.compressedBytes();
    }
  }

  private static PageHeader header(ByteBuffer bytes) throws IOException {
    try {
      return PageHeader.read(bytes);
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException malformed) {
      throw new IOException("a page header is malformed", malformed);
    }
  }

  /// The size with which a Snappy block begins has to be the one in the header.
  private void snappy(PageHeader page, long body) throws IOException {
    int bytes = page.compressedBytes() - page.levelBytes();
    int expected = page.uncompressedBytes() - page.levelBytes();
    if (bytes <= 0 && expected == 0) {
      return;
    }
    if (bytes <= 0) {
      throw new IOException("a page is empty");
    }
    ByteBuffer start = file.readRange(body + page.levelBytes(), Math.min(bytes, 5));
    long size = 0;
    for (int shift = 0; ; shift += 7) {
      if (!start.hasRemaining()) {
        throw new IOException("a page is not Snappy data");
      }
      byte next = start.get();
      size |= (next & 127L) << shift;
      if (next >= 0) {
        break;
      }
    }
    if (size != expected) {
      throw new IOException("a page holds another number of bytes than its header says");
    }
  }
}
