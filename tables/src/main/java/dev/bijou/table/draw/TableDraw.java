package dev.bijou.table.draw;

import dev.bijou.conditional.ConditionalSampler.Summary;
import dev.bijou.conditional.Where;
import dev.bijou.random.Seeds;
import dev.bijou.table.compare.NearRows;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Draws a table of rows: under conditions, with each value of a column equally often, and without rows that come too near
/// to those of a table.
///
/// The same seed gives the same rows at any number of threads, and the first rows of a longer table. Without the last two,
/// rows are those of [dev.bijou.table.model.TableSampler] and [dev.bijou.conditional.ConditionalSampler].
///
/// @param model the density, of rows that stand by themselves
/// @param form how rows are written
/// @param where conditions that each row satisfies
/// @param balance the column of which each value is drawn equally often
/// @param near tells which rows are drawn again
public record TableDraw(
    TableModel model,
    TableForm form,
    Optional<Where> where,
    Optional<String> balance,
    Optional<NearRows> near) {
  private static final int MOST_DRAWS = 20;

  /// How rows were drawn.
  ///
  /// @param rows how many were written
  /// @param conditions how, for each of the conditions: none, one, or one for each value of the balanced column
  /// @param again how many rows were drawn again because they were too near
  /// @param leftOut how many were left out because all of 20 draws were
  public record Drawn(long rows, List<Summary> conditions, long again, long leftOut) {}

  /// Draws rows and writes them.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if the model is conditional and no condition sets its given columns, if
  /// the column cannot be balanced, or if no row is found that satisfies the conditions; an [dev.bijou.OutputException] if
  /// the result cannot be written.
  ///
  /// @param open opens the writer, given the names of the columns
  public Drawn write(
      long count, long seed, Workers workers, Function<List<String>, TableWriter> open) {
    Origin origin = origin(workers);
    List<String> given = where.map(Where::givenText).orElse(List.of());
    TableForm.Writing writing = form.writing(model);
    try (TableWriter writer = open.apply(form.order())) {
      Redraws redraws = new Redraws(origin, writing, given, seed);
      List<Summary> how =
          origin.draw(
              count,
              seed,
              block -> {
                double[][] rows = near.map(real -> redraws.apart(block, real)).orElse(block);
                writer.rows(rows.length, workers, n -> writing.fields(rows[n], given));
              });
      writer.commit();
      return new Drawn(count - redraws.leftOut, how, redraws.again, redraws.leftOut);
    }
  }

  private Origin origin(Workers workers) {
    if (balance.isPresent()) {
      Where conditions = where.orElseGet(() -> Where.none(model.schema()));
      return new Origin.Balanced(model, conditions.each(balance.get()), workers);
    }
    return where.isPresent()
        ? new Origin.Conditioned(model, where.get(), workers)
        : new Origin.Joint(model, workers);
  }

  /// Draws rows again that are too near to real ones.
  private static final class Redraws {
    private final Origin origin;
    private final TableForm.Writing writing;
    private final List<String> given;
    private final long seed;
    private long block;
    private long again;
    private long leftOut;

    Redraws(Origin origin, TableForm.Writing writing, List<String> given, long seed) {
      this.origin = origin;
      this.writing = writing;
      this.given = given;
      this.seed = seed;
    }

    /// Rows of which none is too near: others in the places of those that are.
    double[][] apart(double[][] rows, NearRows real) {
      block++;
      int[] open = near(rows, IntStream.range(0, rows.length).toArray(), real);
      again += open.length;
      for (int attempt = 1; attempt < MOST_DRAWS && open.length > 0; attempt++) {
        double[][] others = origin.instead(at(rows, open), Seeds.of(~seed, block, attempt));
        for (int i = 0; i < open.length; i++) {
          rows[open[i]] = others[i];
        }
        open = near(rows, open, real);
      }
      leftOut += open.length;
      int[] left = open;
      return left.length == 0
          ? rows
          : at(
              rows,
              IntStream.range(0, rows.length)
                  .filter(i -> Arrays.binarySearch(left, i) < 0)
                  .toArray());
    }

    private int[] near(double[][] rows, int[] some, NearRows real) {
      boolean[] near =
          real.among(
              Arrays.stream(some).mapToObj(row -> writing.fields(rows[row], given)).toList());
      return IntStream.range(0, some.length).filter(i -> near[i]).map(i -> some[i]).toArray();
    }

    private static double[][] at(double[][] rows, int[] some) {
      return Arrays.stream(some).mapToObj(row -> rows[row]).toArray(double[][]::new);
    }
  }
}
