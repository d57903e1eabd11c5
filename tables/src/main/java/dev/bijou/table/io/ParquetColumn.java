package dev.bijou.table.io;

import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.LogicalType.DateType;
import dev.hardwood.metadata.LogicalType.DecimalType;
import dev.hardwood.metadata.LogicalType.EnumType;
import dev.hardwood.metadata.LogicalType.Float16Type;
import dev.hardwood.metadata.LogicalType.IntType;
import dev.hardwood.metadata.LogicalType.JsonType;
import dev.hardwood.metadata.LogicalType.StringType;
import dev.hardwood.metadata.LogicalType.TimeType;
import dev.hardwood.metadata.LogicalType.TimeUnit;
import dev.hardwood.metadata.LogicalType.TimestampType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.SchemaNode;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The current batch of one flat Parquet column, as numbers or as text.
///
/// @param reader positioned at a batch
/// @param physical how the values are stored
/// @param logical what they mean, null if the file does not say
record ParquetColumn(ColumnReader reader, PhysicalType physical, @Nullable LogicalType logical) {
  static final String NUMBERS = "numbers";
  static final String NESTED = "lists or structs";

  private static final char[] NO_TEXT = {};
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

  static ParquetColumn of(ColumnReader reader) {
    return new ParquetColumn(
        reader, reader.getColumnSchema().type(), reader.getColumnSchema().logicalType());
  }

  /// What a column holds, in words: [#NUMBERS], [#NESTED], or something else.
  static String kind(SchemaNode node) {
    if (!(node instanceof PrimitiveNode leaf) || leaf.maxRepetitionLevel() > 0) {
      return NESTED;
    }
    if (leaf.logicalType() instanceof DecimalType || leaf.logicalType() instanceof Float16Type) {
      return NUMBERS;
    }
    return switch (leaf.logicalType()) {
      case DateType _ -> "dates";
      case TimeType _ -> "times";
      case TimestampType _ -> "timestamps";
      case null, default ->
          switch (leaf.type()) {
            case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> NUMBERS;
            case INT96 -> "timestamps";
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> "text";
          };
    };
  }

  /// The batch as numbers, NaN where null.
  double[] numbers(int count) {
    double[] out = new double[count];
    if (physical == PhysicalType.DOUBLE) {
      System.arraycopy(reader.getDoubles(), 0, out, 0, count);
    } else {
      IntToDoubleFunction value = number();
      for (int i = 0; i < count; i++) {
        out[i] = value.applyAsDouble(i);
      }
    }
    Validity validity = reader.getLeafValidity();
    if (validity.hasNulls()) {
      for (int i = 0; i < count; i++) {
        if (validity.isNull(i)) {
          out[i] = Double.NaN;
        }
      }
    }
    return out;
  }

  /// The batch as a cell reader turns it into doubles, NaN where a cell is missing; numbers are not made text first.
  ///
  /// Throws a [TableException] without a place if a cell cannot be read.
  double[] cells(int count, CellReader cells) {
    if (cells.isNumeric()) {
      return numbers(count);
    }
    double[] out = new double[count];
    Validity validity = reader.getLeafValidity();
    IntFunction<String> text = text();
    for (int i = 0; i < count; i++) {
      char[] cell = validity.isNull(i) ? NO_TEXT : text.apply(i).strip().toCharArray();
      out[i] = cells.read(cell, 0, cell.length);
      if (Double.isNaN(out[i]) && !NumberParser.isMissing(cell, 0, cell.length)) {
        out[i] = Double.POSITIVE_INFINITY;
      }
    }
    return out;
  }

  private IntToDoubleFunction number() {
    if (logical instanceof DecimalType decimal) {
      IntFunction<BigInteger> unscaled = unscaled();
      return i -> decimal(unscaled, decimal, i).doubleValue();
    }
    return switch (physical) {
      case BOOLEAN -> {
        boolean[] values = reader.getBooleans();
        yield i -> values[i] ? 1 : 0;
      }
      case INT32 -> {
        int[] values = reader.getInts();
        yield isUnsigned() ? i -> Integer.toUnsignedLong(values[i]) : i -> values[i];
      }
      case INT64 -> {
        long[] values = reader.getLongs();
        yield isUnsigned() ? i -> unsigned(values[i]).doubleValue() : i -> values[i];
      }
      case FLOAT -> {
        float[] values = reader.getFloats();
        yield i -> values[i];
      }
      case DOUBLE -> {
        double[] values = reader.getDoubles();
        yield i -> values[i];
      }
      case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
          i -> {
            byte[] bytes = bytes(i);
            return bytes.length < 2 ? Double.NaN : Float.float16ToFloat(little(bytes).getShort(0));
          };
    };
  }

  /// Puts the batch as text into `out[0 … count − 1][column]`, empty where null.
  void texts(int count, String[][] out, int column) {
    Validity validity = reader.getLeafValidity();
    IntFunction<String> text = text();
    for (int i = 0; i < count; i++) {
      out[i][column] = validity.isNull(i) ? "" : text.apply(i);
    }
  }

  private IntFunction<String> text() {
    return switch (logical) {
      case DecimalType decimal -> {
        IntFunction<BigInteger> unscaled = unscaled();
        yield i -> decimal(unscaled, decimal, i).toPlainString();
      }
      case DateType _ -> {
        int[] days = reader.getInts();
        yield i -> LocalDate.ofEpochDay(days[i]).toString();
      }
      case TimeType time -> i -> LocalTime.MIDNIGHT.plus(integer(i), unit(time.unit())).toString();
      case TimestampType timestamp ->
          i -> {
            Instant instant = Instant.EPOCH.plus(integer(i), unit(timestamp.unit()));
            return timestamp.isAdjustedToUTC()
                ? instant.toString()
                : TimeText.of(instant.atZone(ZoneOffset.UTC).toLocalDateTime());
          };
      case StringType _, EnumType _, JsonType _ -> this::utf8;
      case Float16Type _ -> i -> NumberText.of(Float.float16ToFloat(little(bytes(i)).getShort(0)));
      case null, default -> plainText();
    };
  }

  private IntFunction<String> plainText() {
    return switch (physical) {
      case BOOLEAN -> i -> Boolean.toString(reader.getBooleans()[i]);
      case INT32 ->
          i ->
              isUnsigned()
                  ? Integer.toUnsignedString(reader.getInts()[i])
                  : Integer.toString(reader.getInts()[i]);
      case INT64 ->
          i ->
              isUnsigned()
                  ? Long.toUnsignedString(reader.getLongs()[i])
                  : Long.toString(reader.getLongs()[i]);
      case FLOAT -> i -> NumberText.of(reader.getFloats()[i]);
      case DOUBLE -> i -> NumberText.of(reader.getDoubles()[i]);
      case INT96 -> this::int96;
      case BYTE_ARRAY -> this::utf8;
      case FIXED_LEN_BYTE_ARRAY -> i -> HexFormat.of().formatHex(bytes(i));
    };
  }

  private boolean isUnsigned() {
    return logical instanceof IntType type && !type.isSigned();
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  private static BigDecimal decimal(IntFunction<BigInteger> unscaled, DecimalType type, int i) {
    return new BigDecimal(unscaled.apply(i), type.scale());
  }

  private IntFunction<BigInteger> unscaled() {
    return switch (physical) {
      case INT32, INT64 -> i -> BigInteger.valueOf(integer(i));
      default ->
          i -> {
            byte[] bytes = bytes(i);
            return bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
          };
    };
  }

  private long integer(int i) {
    return physical == PhysicalType.INT32 ? reader.getInts()[i] : reader.getLongs()[i];
  }

  private byte[] bytes(int i) {
    int[] offsets = reader.getBinaryOffsets();
    return Arrays.copyOfRange(reader.getBinaryValues(), offsets[i], offsets[i + 1]);
  }

  private String utf8(int i) {
    return new String(bytes(i), StandardCharsets.UTF_8);
  }

  /// Nanoseconds of the day, then the Julian day: the timestamps of older Spark and Impala.
  private String int96(int i) {
    ByteBuffer bytes = little(bytes(i));
    return TimeText.of(
        LocalDateTime.of(
                LocalDate.ofEpochDay(bytes.getInt(8) - JULIAN_DAY_OF_EPOCH), LocalTime.MIDNIGHT)
            .plusNanos(bytes.getLong(0)));
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ChronoUnit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }
}
