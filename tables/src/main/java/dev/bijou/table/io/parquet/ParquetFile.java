package dev.bijou.table.io.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes a Parquet file of flat columns, of which any cell may be missing: plain values, compressed by Zstandard, in groups
/// of rows, so that memory does not grow with the file.
///
/// The format is that of the Apache Parquet specification, version 1 of its pages.
public final class ParquetFile {
  private static final int ZSTD = 6;
  private static final int OPTIONAL = 1;
  private static final int ROWS = 1 << 16; // of a group
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final List<Field> fields;
  private final OutputStream out;
  private final List<Group> groups = new ArrayList<>();
  private List<Chunk> chunks;
  private long position;

  private record Part(long start, long packed, long plain) {}

  private record Group(int rows, List<Part> parts) {}

  /// Begins a file.
  ///
  /// @param out not closed
  /// @throws IOException if it cannot be written to
  public ParquetFile(List<Field> fields, OutputStream out) throws IOException {
    this.fields = List.copyOf(fields);
    this.out = out;
    this.chunks = begin();
    write(MAGIC);
  }

  private List<Chunk> begin() {
    return fields.stream().map(Chunk::new).toList();
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }

  /// Adds a row.
  ///
  /// @param cells the text of each field, empty where missing
  /// @throws IOException if it cannot be written
  public void row(List<String> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      chunks.get(i).add(cells.get(i));
    }
    if (chunks.getFirst().rows() == ROWS) {
      endGroup();
    }
  }

  private void endGroup() throws IOException {
    List<Part> parts = new ArrayList<>();
    for (Chunk chunk : chunks) {
      Chunk.Page page = chunk.page();
      parts.add(new Part(position, page.bytes().length, page.uncompressed()));
      write(page.bytes());
    }
    groups.add(new Group(chunks.getFirst().rows(), parts));
    chunks = begin();
  }

  /// Ends the file: writes what is left, and the description of all.
  ///
  /// @param by the program that writes it
  /// @throws IOException if it cannot be written
  public void finish(String by) throws IOException {
    if (chunks.getFirst().rows() > 0) {
      endGroup();
    }
    Compact footer = new Compact().i32(1, 1).structs(2, fields.size() + 1);
    footer.begin().text(4, "schema").i32(5, fields.size()).end();
    for (Field field : fields) {
      describe(field, footer.begin().i32(1, field.type().physical).i32(3, OPTIONAL));
      footer.end();
    }
    footer.i64(3, groups.stream().mapToLong(Group::rows).sum()).structs(4, groups.size());
    for (Group group : groups) {
      footer.begin().structs(1, fields.size());
      for (int i = 0; i < fields.size(); i++) {
        describe(fields.get(i), group, group.parts().get(i), footer);
      }
      footer.i64(2, group.parts().stream().mapToLong(Part::plain).sum()).i64(3, group.rows()).end();
    }
    byte[] bytes = footer.text(6, by).finish();
    write(bytes);
    write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
    write(MAGIC);
  }

  /// The name of a field and what its values mean, both in the way of old readers and of new ones.
  private static void describe(Field field, Compact out) {
    out.text(4, field.name());
    switch (field.type()) {
      case TEXT -> out.i32(6, 0).begin(10).begin(1).end().end();
      case DATE -> out.i32(6, 6).begin(10).begin(6).end().end();
      case TIMESTAMP ->
          out.begin(10).begin(8).yes(1, false).begin(2).begin(2).end().end().end().end();
      case NUMBER, WHOLE_NUMBER, TRUTH -> {}
    }
  }

  private static void describe(Field field, Group group, Part part, Compact out) {
    out.begin()
        .i64(2, part.start())
        .begin(3)
        .i32(1, field.type().physical)
        .i32s(2, Chunk.PLAIN, Chunk.RLE)
        .texts(3, field.name())
        .i32(4, ZSTD)
        .i64(5, group.rows())
        .i64(6, part.plain())
        .i64(7, part.packed())
        .i64(9, part.start())
        .end()
        .end();
  }
}
