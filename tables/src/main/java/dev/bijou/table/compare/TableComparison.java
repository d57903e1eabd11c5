package dev.bijou.table.compare;

import dev.bijou.table.boost.Auc;
import dev.bijou.table.boost.BoostOptions;
import dev.bijou.table.boost.CrossValidation;
import dev.bijou.table.boost.Feature;
import dev.bijou.table.boost.Loop;
import dev.bijou.table.io.RereadableSource;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Compares a table of drawn rows with a real one.
///
/// The same tables and seed give the same figures, at any number of threads.
public final class TableComparison {
  private static final int ROUNDS_ALONE = 20;
  private static final double COPIED = 4; // standard errors below guessing

  private final TableSource real;
  private final TableSource drawn;
  private final Optional<TableSource> test;
  private final Optional<TableModel> model;
  private final CompareOptions options;
  private final Workers workers;
  private final Progress progress;

  /// Told what is going on.
  @FunctionalInterface
  public interface Progress {
    /// @param what is being done, in a few words
    void at(String what);
  }

  /// @param real the rows that were learned from
  /// @param drawn the rows to judge, with the same columns
  /// @param test real rows that were not learned from
  /// @param model that drew the rows, for the guess of membership by density
  public TableComparison(
      TableSource real,
      TableSource drawn,
      Optional<TableSource> test,
      Optional<TableModel> model,
      CompareOptions options,
      Workers workers,
      Progress progress) {
    this.real = real;
    this.drawn = drawn;
    this.test = test;
    this.model = model;
    this.options = options;
    this.workers = workers;
    this.progress = progress;
  }

  /// Compares.
  ///
  /// Throws a [TableException] if a table cannot be used, or lacks a column of the real one.
  public Comparison run() {
    if (test.isEmpty() && (model.isPresent() || options.target().isPresent())) {
      throw new TableException(
          "%s needs a table of test rows, which were not learned from"
              .formatted(
                  model.isPresent()
                      ? "the guess of membership by log-density"
                      : "predicting a column"));
    }
    try (RereadableSource twice = RereadableSource.of(real)) {
      if (test.isEmpty()) {
        return run(twice, Optional.empty());
      }
      try (RereadableSource others = RereadableSource.of(test.get())) {
        return run(twice, Optional.of(others.source()));
      }
    }
  }

  private Comparison run(RereadableSource twice, Optional<TableSource> testTwice) {
    progress.at("reading the tables");
    ComparedColumns compared =
        ComparedColumns.of(twice.source(), options.exclude(), options.seed());
    Optional<Integer> target = options.target().map(name -> compared.indexOf(real.name(), name));
    Cells reals = read(twice.source(), compared);
    Cells draws = read(drawn, compared);
    Optional<Cells> tests = testTwice.map(source -> read(source, compared));
    int columns = compared.columns().size();
    boolean[] numeric = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      numeric[c] = compared.isNumeric(c);
    }
    Loop loop = Loop.on(workers);
    progress.at("comparing pairs of columns");
    List<Comparison.Pair> pairs = pairs(reals, draws, numeric, loop);
    List<Feature> features = features(reals, draws, numeric, loop);
    progress.at("telling rows apart by each column");
    Auc[] alone = alone(features, reals.rows(), draws.rows(), loop);
    progress.at("telling rows apart by all columns");
    CrossValidation classifier = classifier(features, reals.rows(), draws.rows(), loop);
    progress.at("looking for the closest rows");
    Privacy privacy = Privacy.of(reals, draws, tests, numeric, options.mostSought(), loop);
    Optional<Efficiency> efficiency =
        target.map(at -> {
          String name = compared.columns().get(at).name();
          progress.at("predicting " + name);
          return Efficiency.of(at, name, reals, draws, tests.orElseThrow(), numeric, loop);
        });
    Optional<Auc> membership =
        model.map(density -> {
          progress.at("guessing what was learned from");
          return MembershipGuess.of(
              density, twice.source(), testTwice.orElseThrow(), options, workers);
        });
    List<Comparison.Column> figures =
        IntStream.range(0, columns)
            .mapToObj(c -> column(c, compared, reals, draws, alone[c], classifier.gains()[c]))
            .toList();
    return new Comparison(
        reals,
        draws,
        figures,
        pairs,
        classifier,
        privacy,
        efficiency,
        membership,
        notes(compared, twice, reals, draws, tests, classifier.auc()));
  }

  private Cells read(TableSource source, ComparedColumns compared) {
    return Cells.read(source, compared.plan(), options.mostRows(), options.seed());
  }

  private static List<Comparison.Pair> pairs(
      Cells real, Cells drawn, boolean[] numeric, Loop loop) {
    int columns = numeric.length;
    int[][] reals = new int[columns][];
    int[][] draws = new int[columns][];
    Dependence[] joint = new Dependence[columns];
    loop.run(
        columns,
        c -> {
          joint[c] = Dependence.of(real.columns()[c], drawn.columns()[c], numeric[c]);
          reals[c] = Trends.codes(real.columns()[c], numeric[c]);
          draws[c] = Trends.codes(drawn.columns()[c], numeric[c]);
        });
    List<int[]> pairs = new ArrayList<>();
    for (int a = 0; a < columns; a++) {
      for (int b = a + 1; b < columns; b++) {
        pairs.add(new int[] {a, b});
      }
    }
    Comparison.Pair[] figures = new Comparison.Pair[pairs.size()];
    loop.run(
        figures.length,
        i -> {
          int a = pairs.get(i)[0];
          int b = pairs.get(i)[1];
          Trends.Trend trend =
              numeric[a] && numeric[b]
                  ? Trends.ofNumbers(
                      real.columns()[a], real.columns()[b], drawn.columns()[a], drawn.columns()[b])
                  : Trends.ofCodes(reals[a], reals[b], draws[a], draws[b]);
          figures[i] =
              new Comparison.Pair(
                  a,
                  b,
                  trend.score(),
                  trend.real(),
                  trend.drawn(),
                  trend.related(),
                  joint[a].beyond(joint[b]));
        });
    return List.of(figures);
  }

  /// The columns of both tables, drawn rows first.
  private static List<Feature> features(Cells real, Cells drawn, boolean[] numeric, Loop loop) {
    Feature[] features = new Feature[numeric.length];
    loop.run(
        features.length,
        c -> {
          double[] both = Arrays.copyOf(drawn.columns()[c], drawn.rows() + real.rows());
          System.arraycopy(real.columns()[c], 0, both, drawn.rows(), real.rows());
          features[c] = numeric[c] ? Feature.numbers(both) : Feature.names(both);
        });
    return List.of(features);
  }

  private Auc[] alone(List<Feature> features, int reals, int draws, Loop loop) {
    Auc[] areas = new Auc[features.size()];
    loop.run(
        areas.length,
        c ->
            areas[c] =
                CrossValidation.of(
                        features.subList(c, c + 1),
                        draws,
                        draws + reals,
                        BoostOptions.STANDARD.withRounds(ROUNDS_ALONE),
                        options.seed(),
                        Loop.SEQUENTIAL,
                        _ -> {})
                    .auc());
    return areas;
  }

  private CrossValidation classifier(List<Feature> features, int reals, int draws, Loop loop) {
    return CrossValidation.of(
        features,
        draws,
        draws + reals,
        BoostOptions.STANDARD,
        options.seed(),
        loop,
        folds ->
            progress.at(
                "telling rows apart by all columns: %d of %d folds done"
                    .formatted(folds, CrossValidation.FOLDS)));
  }

  private static Comparison.Column column(
      int c, ComparedColumns compared, Cells real, Cells drawn, Auc alone, double gain) {
    double[] reals = real.columns()[c];
    double[] draws = drawn.columns()[c];
    return new Comparison.Column(
        compared.columns().get(c).name(),
        compared.names(c),
        compared.isNumeric(c) ? Shapes.ofNumbers(reals, draws) : Shapes.ofNames(reals, draws),
        missing(reals),
        missing(draws),
        alone,
        gain);
  }

  private static double missing(double[] cells) {
    return (double) Arrays.stream(cells).filter(Double::isNaN).count() / cells.length;
  }

  private List<String> notes(
      ComparedColumns compared,
      RereadableSource twice,
      Cells reals,
      Cells draws,
      Optional<Cells> tests,
      Auc classifier) {
    List<String> notes = new ArrayList<>();
    if (classifier.value() < 0.5 - COPIED * classifier.standardError()) {
      notes.add(
          "trees do worse than guessing, a sign of copies: they take a row for one of the table in which they have seen its twin");
    }
    if (!compared.leftOut().isEmpty()) {
      notes.add(
          "left out %s: keys or free text, by which rows cannot be compared"
              .formatted(Phrases.quoted(compared.leftOut())));
    }
    List<String> more =
        draws.header().stream().filter(name -> !reals.header().contains(name)).toList();
    if (!more.isEmpty()) {
      notes.add("left out %s, which only %s has".formatted(Phrases.quoted(more), draws.name()));
    }
    for (Cells table : Stream.concat(Stream.of(reals, draws), tests.stream()).toList()) {
      if (table.isSample()) {
        notes.add(
            "%s: looked at a uniform random sample of %s of %s"
                .formatted(
                    table.name(),
                    NumberText.count(table.rows()),
                    NumberText.counted(table.total(), "row")));
      }
    }
    model
        .filter(density -> !density.provenance().isPrivate())
        .filter(density -> !density.provenance().data().sha256().equals(twice.sha256()))
        .ifPresent(_ ->
            notes.add(
                "the model learned from another table than %s, so that the guess of membership by log-density means little"
                    .formatted(reals.name())));
    return notes;
  }
}
