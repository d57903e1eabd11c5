package dev.bijou.table.fit;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Ensemble;
import dev.bijou.flow.Dataset;
import dev.bijou.novelty.Calibrations;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.model.Calibration;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.table.score.Scores;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FlowFit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The encoded rows of a fit, and how the flows judge those that they have not learned from.
///
/// @param parts the splits: one that all flows share, or one for each flow
/// @param source where the held-out rows come from, in words
record HeldOutRows(Schema schema, RowEncoder encoder, List<Part> parts, String source) {

  /// A split.
  ///
  /// @param rows encoded
  /// @param percentiles of the target columns in the rows to learn from, columns × 101
  /// @param constants of the held-out rows, which an encoded row does not have
  record Part(FlowFit.Split rows, double[][] percentiles, HeldOutConstants constants) {}

  static HeldOutRows of(RowEncoder encoder, FitTable table) {
    HeldOut heldOut = table.heldOut();
    List<Part> parts = new ArrayList<>();
    for (Split split : heldOut.splits()) {
      parts.add(
          new Part(
              new FlowFit.Split(
                  dataset(encoder, table.rows(), split.training()),
                  dataset(encoder, heldOut.table(), split.validation())),
              ColumnQuantiles.ofTargets(table.rows(), split.training()),
              HeldOutConstants.of(heldOut.table(), split.validation())));
    }
    return new HeldOutRows(table.rows().schema(), encoder, List.copyOf(parts), heldOut.source());
  }

  private static Dataset dataset(RowEncoder encoder, TrainingTable table, int[] rows) {
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
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int split = i;
      List<Integer> flows =
          IntStream.range(0, result.splits().size())
              .filter(flow -> result.splits().get(flow) == split)
              .boxed()
              .toList();
      if (flows.isEmpty()) {
        continue;
      }
      Distribution judge = some(result.distribution(), flows);
      Dataset held = part.rows().validation();
      Scores scores = Scores.of(judge, held, workers);
      part.constants().addTo(scores.logDensity());
      RowSides sides = sides(part, judge, flows.size());
      if (parts.size() > 1) {
        judged.add(new Calibration.Part(held.size(), flows, part.percentiles()));
      }
      names = sides.names();
      for (int row = 0; row < held.size(); row++) {
        double[] cells = part.constants().restore(row, encoder.cells(held, row));
        rows.add(sides.of(cells, scores, row));
        broken.add(part.constants().countBroken(row));
        sum += scores.logDensity()[row];
      }
    }
    return new Judged(sum / rows.size(), Calibrations.of(source, names, rows, broken::get, judged));
  }

  /// The sides of held-out rows: by the mean of the flows where there are several parts, as other rows are compared with
  /// them, otherwise by the mixture of all.
  private RowSides sides(Part part, Distribution judge, int flows) {
    int held = part.rows().validation().size();
    int training = part.rows().training().size();
    if (parts.size() == 1) {
      return RowSides.of(schema, judge, part.percentiles(), training);
    }
    List<Integer> all = IntStream.range(0, flows).boxed().toList();
    return RowSides.of(
        schema,
        judge,
        List.of(new Calibration.Part(held, all, part.percentiles())),
        training + held);
  }

  /// The average of some flows.
  private static Distribution some(Distribution all, List<Integer> flows) {
    if (!(all instanceof Ensemble ensemble) || flows.size() == ensemble.members().size()) {
      return all;
    }
    List<Distribution> chosen = flows.stream().map(ensemble.members()::get).toList();
    return chosen.size() == 1 ? chosen.getFirst() : new Ensemble(chosen);
  }
}
