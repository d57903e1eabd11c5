package dev.bijou.table.fit;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.novelty.Calibrations;
import dev.bijou.novelty.side.AlikeRows;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.model.Calibration;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.table.score.Scores;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FlowFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The encoded rows of a fit, and how the flows judge those that they have not learned from.
///
/// @param parts the splits: one that all flows share, or one for each flow
/// @param source where the held-out rows come from, in words
/// @param training how many rows are learned from, which may be more than there are here
record HeldOutRows(
    Schema schema, RowEncoder encoder, List<Part> parts, String source, int training) {

  /// A split.
  ///
  /// @param rows encoded
  /// @param percentiles of the target columns in the rows to learn from, columns × 101
  /// @param constants of the held-out rows, which an encoded row does not have
  record Part(FlowFit.Split rows, double[][] percentiles, HeldOutConstants constants) {
    /// @param flows that have learned from it
    /// @param centres of the rows that they have learned from
    Calibration.Part judgedBy(List<Integer> flows, float[][] centres) {
      return new Calibration.Part(rows.validation().size(), flows, percentiles, centres);
    }
  }

  /// @param weights of the rows of the table in learning, which leaves out those of weight 0; empty if all weigh the same
  static HeldOutRows of(RowEncoder encoder, FitTable table, float... weights) {
    HeldOut heldOut = table.heldOut();
    float[] ofHeld = heldOut.table() == table.rows() ? weights : new float[0];
    List<Part> parts = new ArrayList<>();
    for (Split split : heldOut.splits()) {
      parts.add(
          new Part(
              new FlowFit.Split(
                  dataset(encoder, table.rows(), weighing(split.training(), weights), weights),
                  dataset(encoder, heldOut.table(), split.validation(), ofHeld)),
              ColumnQuantiles.ofTargets(table.rows(), split.training()),
              HeldOutConstants.of(heldOut.table(), split.validation())));
    }
    return new HeldOutRows(
        table.rows().schema(),
        encoder,
        List.copyOf(parts),
        heldOut.source(),
        table.data().trainingRows());
  }

  /// Those of some rows that weigh anything; all if none does.
  private static int[] weighing(int[] rows, float[] weights) {
    if (weights.length == 0) {
      return rows;
    }
    int[] some = Arrays.stream(rows).filter(row -> weights[row] > 0).toArray();
    return some.length == 0 ? rows : some;
  }

  /// Some rows of a table, encoded.
  ///
  /// @param weights of all rows of the table; empty if they weigh the same
  static Dataset dataset(RowEncoder encoder, TrainingTable table, int[] rows, float... weights) {
    Dataset data = new Dataset(encoder.features(), encoder.contextFeatures());
    int targets = table.targets().columns();
    float[] cells = new float[targets + table.given().columns()];
    float[] row = new float[data.width()];
    for (int number : rows) {
      table.targets().row(number, cells, 0);
      table.given().row(number, cells, targets);
      encoder.encode(cells, row);
      data.add(row);
    }
    if (weights.length > 0) {
      float[] own = new float[rows.length];
      float total = 0;
      for (int i = 0; i < own.length; i++) {
        own[i] = weights[rows[i]];
        total += own[i];
      }
      if (total > 0) {
        data.weigh(own);
      }
    }
    return data;
  }

  /// What the flows learn from.
  List<FlowFit.Split> splits() {
    return parts.stream().map(Part::rows).toList();
  }

  /// The number of held-out rows.
  int rows() {
    return parts.stream().mapToInt(part -> part.rows().validation().size()).sum();
  }

  /// The score of a simple model on the held-out rows.
  Baseline baseline(FitTable table) {
    double constants = parts.stream().mapToDouble(part -> part.constants().sum()).sum();
    return Baseline.of(encoder, table.rows(), table.heldOut(), splits()).plus(constants / rows());
  }

  /// What the flows say of the rows that they have not learned from.
  ///
  /// @param logDensity the mean, in nats
  record Judged(double logDensity, Calibration calibration) {}

  /// Judges the held-out rows of each split by those flows that have learned from it. Where there are none, because the
  /// fit was interrupted, its rows are left out.
  Judged judge(FlowFit.Result result, Workers workers) {
    double sum = 0;
    List<String> names = List.of();
    List<float[]> rows = new ArrayList<>();
    List<Integer> broken = new ArrayList<>();
    List<Calibration.Part> judged = new ArrayList<>();
    float[][] ofAll = {};
    for (int i = 0; i < parts.size(); i++) {
      List<Integer> flows = flows(result, i);
      if (flows.isEmpty()) {
        continue;
      }
      Part part = parts.get(i);
      int held = part.rows().validation().size();
      float[][] centres = centres(part);
      Calibration.Part judge = part.judgedBy(flows, centres);
      if (parts.size() > 1) {
        judged.add(judge);
      } else {
        ofAll = centres;
      }
      Sided sided = sided(part, judge, result, workers);
      names = sided.names();
      rows.addAll(sided.rows());
      for (int row = 0; row < held; row++) {
        broken.add(part.constants().countBroken(row));
        sum += sided.logDensity()[row];
      }
    }
    return new Judged(
        sum / rows.size(), Calibrations.of(source, names, rows, broken::get, judged, ofAll));
  }

  /// The centres of groups of the rows to learn from; none where columns are given, by which rows would have to be alike.
  private float[][] centres(Part part) {
    Dataset learned = part.rows().training();
    return schema.given().isEmpty()
        ? AlikeRows.centres(
            schema, part.percentiles(), learned.size(), row -> encoder.cells(learned, row))
        : new float[0][];
  }

  /// How unusual the held-out rows of a split are.
  ///
  /// @param names of the sides, the density first
  /// @param logDensity of each row, in nats
  /// @param rows all sides of each
  record Sided(List<String> names, float[] logDensity, List<float[]> rows) {}

  /// Judges the held-out rows of one split; empty if no flow has learned from it.
  Optional<Sided> judge(int split, FlowFit.Result result, Workers workers) {
    List<Integer> flows = flows(result, split);
    Part part = parts.get(split);
    return flows.isEmpty()
        ? Optional.empty()
        : Optional.of(sided(part, part.judgedBy(flows, centres(part)), result, workers));
  }

  private Sided sided(Part part, Calibration.Part judging, FlowFit.Result result, Workers workers) {
    Distribution judge = judging.judge(result.distribution());
    Dataset held = part.rows().validation();
    Scores scores = Scores.of(judge, held, workers);
    part.constants().addTo(scores.logDensity());
    RowSides sides = sides(part, judging, judge);
    List<float[]> rows = new ArrayList<>(held.size());
    for (int row = 0; row < held.size(); row++) {
      double[] cells = part.constants().restore(row, encoder.cells(held, row));
      rows.add(sides.of(cells, scores, row));
    }
    return new Sided(sides.names(), scores.logDensity(), rows);
  }

  /// The flows that have learned from a split.
  private static List<Integer> flows(FlowFit.Result result, int split) {
    return IntStream.range(0, result.splits().size())
        .filter(flow -> result.splits().get(flow) == split)
        .boxed()
        .toList();
  }

  /// The sides of held-out rows: by the mean of the flows where there are several parts, as other rows are compared with
  /// them, otherwise by the mixture of all.
  private RowSides sides(Part part, Calibration.Part judging, Distribution judge) {
    if (parts.size() == 1) {
      return RowSides.of(schema, judge, part.percentiles(), training, judging.centres());
    }
    int rows = part.rows().training().size() + part.rows().validation().size();
    List<Integer> all = IntStream.range(0, judging.members().size()).boxed().toList();
    return RowSides.of(schema, judge, List.of(part.judgedBy(all, judging.centres())), rows);
  }
}
