package dev.bijou.table.fit;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.privacy.PrivacyLoss;
import dev.bijou.privacy.SecretRandom;
import dev.bijou.random.Seeds;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Execution;
import dev.bijou.train.FlowFit;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Learns the density of a table so that the model reveals little of any one row: it is (ε, δ)-differentially private in the
/// rows learned from, given the schema.
///
/// Two things are learned, both with noise: how often the cells of each column lie in each part of its range, at once for all
/// columns by the Gaussian mechanism; and one flow, by [FlowFit.Private], which has learned independent columns with those
/// shares before. A row counts if a secret coin says so; the others are held out to judge the result, and nothing of them is kept.
/// The statistics in the model follow from the shares. Taken as known are the names of columns, their kinds, ranges, grids
/// and names of categories, which of them stand by themselves, and the number of rows.
public final class PrivateFit {
  private static final double HELD_OUT = 0.1;
  private static final double BATCH = 1024; // rows in a step, on average
  private static final double MOST_SHARE = 0.25;
  private static final int EPOCHS = 12;
  private static final double CLIP = 1;
  private static final double WANDERING = 0.03; // of a weight by noise: about rate · √steps
  private static final double EXPONENT = 1.1;
  private static final double SHARE_OF_COUNTS = 0.15; // of ε, if they were all
  private static final int DRAWN = 20_000;
  private static final int EPOCHS_ALONE = 10;

  private final FitTable table;
  private final TableFitOptions options;
  private final Spent spent;
  private final int[] learned;
  private final SecretRandom random;
  private final long startNanos;

  /// What is spent on a fit.
  ///
  /// @param epsilon ε
  /// @param delta δ
  /// @param counts the noise of the counts, in units of the largest change by one row
  /// @param noise that of the gradients, likewise
  /// @param clip the largest norm of the gradient of a row
  /// @param share the probability of a row in a step
  /// @param steps how many
  public record Spent(
      double epsilon,
      double delta,
      double counts,
      double noise,
      double clip,
      double share,
      int steps) {}

  /// What was learned.
  ///
  /// @param model the model, of which all is private
  /// @param heldOut how it judges the held-out rows, beside a simple model: this is not private, and the model does not hold it
  public record Learned(TableModel model, Provenance.HeldOut heldOut) {}

  private PrivateFit(
      FitTable table,
      TableFitOptions options,
      int[] learned,
      Spent spent,
      SecretRandom random,
      long startNanos) {
    this.table = table;
    this.options = options;
    this.learned = learned;
    this.spent = spent;
    this.random = random;
    this.startNanos = startNanos;
  }

  /// Reads a table and plans the fit.
  ///
  /// Throws a [TableException] if the table cannot be used, columns are given or rows are in time, or no noise is enough.
  ///
  /// @param epsilon ε, positive
  /// @param delta δ; by default 1 / n^1.1 for n rows learned from
  public static PrivateFit read(
      TableSource source, TableFitOptions options, double epsilon, OptionalDouble delta) {
    long start = System.nanoTime();
    if (!(epsilon > 0 && epsilon <= 1000)) {
      throw new TableException(
          "epsilon is %s, but must lie between 0 and 1000".formatted(NumberText.of(epsilon)));
    }
    FitTable read = FitTable.read(source, options);
    if (!read.rows().schema().given().isEmpty()) {
      throw new TableException(
          "a private fit learns all columns together; leave out those that are given");
    }
    SecretRandom random = new SecretRandom();
    FitTable table = read.with(heldOut(read, options, random));
    int[] learned = table.heldOut().splits().getFirst().training();
    double most = delta.orElse(Math.pow(learned.length, -EXPONENT));
    if (!(most > 0 && most < 1)) {
      throw new TableException(
          "delta is %s, but must lie between 0 and 1".formatted(NumberText.of(most)));
    }
    double share = Math.min(MOST_SHARE, BATCH / learned.length);
    int epochs = options.fit().epochs().orElse(EPOCHS);
    int steps = (int) Math.max(1, Math.round(epochs / share));
    try {
      double counts = PrivacyLoss.NONE.noise(1, 1, SHARE_OF_COUNTS * epsilon, most);
      PrivacyLoss before = PrivacyLoss.sampledGaussian(1, counts, 1);
      double noise = before.noise(share, steps, epsilon, most);
      return new PrivateFit(
          table,
          options,
          learned,
          new Spent(epsilon, most, counts, noise, CLIP, share, steps),
          random,
          start);
    } catch (IllegalArgumentException impossible) {
      throw new TableException(String.valueOf(impossible.getMessage()), impossible);
    }
  }

  /// A coin for each row decides, so that whether a row is held out does not depend on the others.
  private static HeldOut heldOut(FitTable read, TableFitOptions options, RandomGenerator random) {
    double share =
        switch (options.validation()) {
          case Validation.Usual _ -> HELD_OUT;
          case Validation.Fraction(double some) -> some;
          case Validation.Table _ -> 0;
        };
    if (share == 0) {
      return read.heldOut();
    }
    int[] all = IntStream.range(0, read.rows().rows()).toArray();
    boolean[] held = new boolean[all.length];
    for (int row : all) {
      held[row] = random.nextDouble() < share;
    }
    Split split =
        new Split(
            IntStream.of(all).filter(row -> !held[row]).toArray(),
            IntStream.of(all).filter(row -> held[row]).toArray());
    if (split.training().length == 0 || split.validation().length == 0) {
      throw new TableException("too few rows to hold some out");
    }
    return new HeldOut(read.rows(), List.of(split), "a random part of the rows");
  }

  /// What will be spent.
  public Spent spent() {
    return spent;
  }

  /// The number of rows to learn from.
  public int trainingRows() {
    return learned.length;
  }

  /// The number of held-out rows.
  public int heldOutRows() {
    return table.heldOut().rows();
  }

  /// The number of columns that are learned.
  public int columns() {
    return (int) modelled().count();
  }

  private Stream<Column> modelled() {
    return table.rows().schema().targets().stream().filter(column -> column.kind().isModelled());
  }

  /// Learns.
  ///
  /// @param goesOn told the share of the steps taken, and asked whether to go on; a fit that ends early has spent less
  public Learned run(Workers workers, DoublePredicate goesOn) {
    Schema real = table.rows().schema();
    List<NoisyColumn> noisy = noisy();
    Map<String, NoisyColumn> byName = new LinkedHashMap<>();
    noisy.forEach(column -> byName.put(column.column().name(), column));
    Schema schema =
        new Schema(
            real.targets().stream()
                .map(column ->
                    byName.containsKey(column.name())
                        ? byName.get(column.name()).described(learned.length)
                        : NoisyColumn.constant(column, learned.length))
                .toList(),
            List.of());
    RowEncoder encoder = RowEncoder.of(schema);
    HeldOutRows rows = HeldOutRows.of(encoder, table);
    Distribution flow =
        FlowFit.Private.flow(
            learned.length,
            encoder.layout(),
            options.fit().flow(),
            Seeds.random(options.fit().seed()));
    Trainer.maximumLikelihood(
            flow,
            drawn(DRAWN, real, byName, encoder),
            drawn(DRAWN / 10, real, byName, encoder),
            TrainingOptions.standard().withEpochs(EPOCHS_ALONE).withSeed(options.fit().seed()),
            Execution.quiet(workers, System::nanoTime))
        .run();
    FlowFit.Private training =
        new FlowFit.Private(spent.share(), spent.steps(), spent.clip(), spent.noise(), rate());
    Dataset learning = rows.splits().getFirst().training();
    int steps =
        training.run(
            flow, learning, random, workers, step -> goesOn.test((double) step / spent.steps()));
    TableModel model =
        new PrivateModel(table, options, described(steps), learned.length, startNanos)
            .of(flow, schema, byName, steps, steps < spent.steps());
    double logDensity =
        Evaluation.meanLogProb(
            flow, rows.splits().getFirst().validation(), Double.NEGATIVE_INFINITY, workers);
    Baseline baseline = rows.baseline(table);
    return new Learned(
        model,
        new Provenance.HeldOut(
            rows.rows(), rows.source(), logDensity, baseline.logDensity(), baseline.name()));
  }

  private float rate() {
    return (float) Math.clamp(WANDERING / Math.sqrt(spent.steps()), 2e-4, 4e-3);
  }

  /// Counts of all columns at once: one row changes one count of each by 1, together by √columns.
  private List<NoisyColumn> noisy() {
    List<Column> columns = table.rows().schema().targets();
    double noise = spent.counts() * Math.sqrt(columns());
    List<NoisyColumn> noisy = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      if (column.kind().isModelled()) {
        double[] cells = new double[learned.length];
        for (int i = 0; i < cells.length; i++) {
          cells[i] = column.absolute(table.rows().targets().get(learned[i], c));
        }
        noisy.add(NoisyColumn.of(column, cells, noise, random));
      }
    }
    return noisy;
  }

  /// Rows of independent columns, from which the flow takes its scales, and which it learns before real ones: that reveals
  /// no more than the shares do.
  private Dataset drawn(
      int rows, Schema real, Map<String, NoisyColumn> byName, RowEncoder encoder) {
    Dataset data = new Dataset(encoder.features(), 0);
    float[] encoded = new float[encoder.features()];
    double[] row = new double[real.targets().size()];
    for (int i = 0; i < rows; i++) {
      for (int c = 0; c < row.length; c++) {
        NoisyColumn column = byName.get(real.targets().get(c).name());
        row[c] = column == null ? 0 : column.draw(random);
      }
      encoder.encode(row, encoded);
      data.add(encoded);
    }
    return data;
  }

  private Map<String, String> described(int steps) {
    Map<String, String> described = new LinkedHashMap<>();
    described.put("epsilon", NumberText.of(spent.epsilon()));
    described.put("delta", Float.toString((float) spent.delta()));
    described.put(Provenance.SPENT + "noise", NumberText.of(spent.noise()));
    described.put(Provenance.SPENT + "clip", NumberText.of(spent.clip()));
    described.put(Provenance.SPENT + "steps", Integer.toString(steps));
    described.put(Provenance.SPENT + "share", NumberText.of(spent.share()));
    described.put(Provenance.SPENT + "counts", NumberText.of(spent.counts()));
    return described;
  }
}
