package dev.bijou.table.compare;

import dev.bijou.table.boost.Loop;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RereadableSource;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.Column;
import dev.bijou.tensor.Workers;
import java.util.List;

/// Tells which rows come nearer to a row of a table than its own rows come to each other.
///
/// The distance is that of [ClosestRows]. The limit is a quantile of the distance of a row of the table to the closest of its
/// others, which is how near a real row comes that nobody has copied.
public final class NearRows {
  private static final long SEED = 0;

  private final ComparedColumns compared;
  private final Cells real;
  private final int[] place;
  private final boolean[] numeric;
  private final double limit;
  private final String sha256;
  private final Loop loop;

  private NearRows(
      ComparedColumns compared,
      Cells real,
      List<String> fields,
      double quantile,
      String sha256,
      Loop loop) {
    this.compared = compared;
    this.real = real;
    this.sha256 = sha256;
    this.loop = loop;
    List<Column> columns = compared.columns();
    place = columns.stream().mapToInt(column -> fields.indexOf(column.name())).toArray();
    numeric = new boolean[place.length];
    for (int c = 0; c < numeric.length; c++) {
      numeric[c] = compared.isNumeric(c);
    }
    Cells some = real.atMost(CompareOptions.SOUGHT);
    float[] others = ClosestRows.of(some, real, numeric, loop).second();
    limit = new ClosestRows(others, others).quantile(quantile);
  }

  /// Reads a table.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if it cannot be read, lacks one of the columns, or has fewer than ten
  /// rows.
  ///
  /// @param fields the columns of the rows that will be asked for; others of the table are left out, and so are keys and
  ///     free text
  /// @param quantile of the distances that is the limit, 0 … 1
  public static NearRows of(
      TableSource table, List<String> fields, double quantile, Workers workers) {
    try (RereadableSource twice = RereadableSource.of(table)) {
      List<String> header;
      try (TableReader reader =
          twice.source().open(ColumnPlan.of(fields).withText(), Missing.KEEP)) {
        header = reader.header();
      }
      List<String> others = header.stream().filter(name -> !fields.contains(name)).toList();
      ComparedColumns compared = ComparedColumns.of(twice.source(), others, SEED);
      Cells real = Cells.read(twice.source(), compared.plan(), Integer.MAX_VALUE, SEED);
      return new NearRows(compared, real, fields, quantile, twice.sha256(), Loop.on(workers));
    }
  }

  /// The distance below which a row is too near; 0 where more of the table's rows have an equal than the quantile says, so that
  /// none is.
  public double limit() {
    return limit;
  }

  /// The SHA-256 of the table.
  public String sha256() {
    return sha256;
  }

  /// Whether each of some rows is nearer to a row of the table than the limit.
  ///
  /// @param rows their fields
  public boolean[] among(List<List<String>> rows) {
    boolean[] near = new boolean[rows.size()];
    if (limit > 0 && near.length > 0) {
      Cells cells = compared.cells("", rows, place);
      float[] closest = ClosestRows.of(cells, real, numeric, loop).closest();
      for (int i = 0; i < near.length; i++) {
        near[i] = closest[i] < limit;
      }
    }
    return near;
  }
}
