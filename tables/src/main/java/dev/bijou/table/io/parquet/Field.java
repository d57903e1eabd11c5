package dev.bijou.table.io.parquet;

import java.util.function.ToDoubleFunction;

/// A column of a Parquet file.
///
/// @param name its name
/// @param type how its cells are stored
/// @param value the number that the text of a cell stands for: seconds since 1970-01-01T00:00 UTC for dates, 0 or 1 for
///     Booleans; not asked for text
public record Field(String name, Type type, ToDoubleFunction<String> value) {
  private static final int BOOLEAN = 0;
  private static final int INT32 = 1;
  private static final int INT64 = 2;
  private static final int DOUBLE = 5;
  private static final int BYTE_ARRAY = 6;

  /// How cells are stored.
  public enum Type {
    /// UTF-8.
    TEXT(BYTE_ARRAY),
    /// 64 bits.
    NUMBER(DOUBLE),
    /// 64 bits, signed.
    WHOLE_NUMBER(INT64),
    /// A bit.
    TRUTH(BOOLEAN),
    /// Days since 1970-01-01.
    DATE(INT32),
    /// Microseconds since 1970-01-01T00:00, in no time zone.
    TIMESTAMP(INT64);

    final int physical;

    Type(int physical) {
      this.physical = physical;
    }
  }

  /// A column of text.
  public static Field text(String name) {
    return new Field(name, Type.TEXT, _ -> Double.NaN);
  }
}
