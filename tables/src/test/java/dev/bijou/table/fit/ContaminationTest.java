package dev.bijou.table.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.novelty.Detector;
import dev.bijou.table.SmallTables;
import dev.bijou.table.fit.TableFitOptions.Contamination;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables of which some rows are anomalies.
class ContaminationTest {
  private static final int ROWS = 300;
  private static final int EVERY = 20; // one row in so many is an anomaly

  @AutoClose private final Workers workers = new Workers(2);
  @TempDir private Path folder;

  private static TableFitOptions options(Contamination contamination) {
    return TableFitOptions.standard()
        .withFit(FitOptions.standard().withMembers(2).withEpochs(300))
        .withContamination(contamination);
  }

  /// y follows x, and so does the name; an anomaly is anywhere else.
  private static String row(int i, Random random, boolean named) {
    double x = random.nextGaussian();
    double y = x + 0.2 * random.nextGaussian();
    String name = x > 0 ? "up" : "down";
    if (i % EVERY == EVERY - 1) {
      double angle = 2 * Math.PI * random.nextDouble();
      x = 9 * Math.cos(angle);
      y = 9 * Math.sin(angle);
    }
    return x + "," + y + (named ? "," + name : "");
  }

  private static TableSource contaminated(boolean named) {
    Random random = new Random(3);
    return SmallTables.csv(named ? "x,y,z" : "x,y", ROWS, i -> row(i, random, named));
  }

  private static TreeSet<Long> planted() {
    return IntStream.range(0, ROWS)
        .filter(i -> i % EVERY == EVERY - 1)
        .mapToObj(i -> i + 1L)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The numbers of the doubted rows.
  private static TreeSet<Long> rows(TableFit.Learned learned) {
    return learned.doubted().stream()
        .map(TableFit.Doubted::row)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private TableFit.Learned learn(TableSource table, TableFitOptions options) {
    return TableFit.read(table, options).learn(workers, new TrainingListener<>() {});
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anomaliesAreDoubtedAndNotLearnedFrom(boolean named) {
    TableFit.Learned learned = learn(contaminated(named), options(new Contamination.Auto()));
    TreeSet<Long> doubted = rows(learned);
    TreeSet<Long> found = new TreeSet<>(doubted);
    found.retainAll(planted());
    assertTrue(found.size() >= 8, () -> "found " + found + " of " + doubted);
    // the false discovery rate of doubts
    assertTrue(5 * (doubted.size() - found.size()) <= doubted.size(), () -> "doubted " + doubted);
    TableModel model = learned.model();
    assertEquals(doubted.size(), model.provenance().data().rowsDoubted());
    assertEquals("auto", model.provenance().options().get("contamination"));
    assertTrue(model.provenance().data().trainingRows() <= ROWS - doubted.size());
    Detector detector = Detector.of(model);
    for (TableFit.Doubted row : learned.doubted()) {
      assertTrue(row.pValue() <= 0.1, row::toString);
      assertTrue(row.novelty() >= -Math.log(0.1), row::toString);
    }
    Map<String, String> anomaly = Map.of("x", "-9", "y", "9", "z", "up");
    assertTrue(detector.withAlpha(0.05).judge(anomaly).novel());
  }

  @Test
  void whatIsGivenIsNoAnomaly() {
    Random random = new Random(4);
    TableSource table =
        SmallTables.csv(
            "x,y",
            ROWS,
            i -> {
              double x = i % EVERY == 0 ? 30 : random.nextGaussian();
              double y = random.nextGaussian();
              y = i % EVERY == EVERY - 1 ? y + Math.signum(y) * (8 + 8 * random.nextDouble()) : y;
              return x + "," + y;
            });
    TreeSet<Long> doubted = rows(learn(table, options(new Contamination.Auto()).withGiven("x")));
    TreeSet<Long> others = new TreeSet<>(doubted);
    others.removeAll(planted());
    assertTrue(doubted.size() >= 8, doubted::toString);
    // the false discovery rate of doubts
    assertTrue(5 * others.size() <= doubted.size(), () -> others + " of " + doubted);
  }

  /// Heavy tails and a rare mode belong to a table.
  @ParameterizedTest
  @ValueSource(strings = {"Student", "log-normal", "rare mode"})
  void cleanTablesAreHardlyDoubted(String kind) {
    Random random = new Random(5);
    TableSource table =
        SmallTables.csv(
            "x,y,w",
            2 * ROWS,
            _ -> {
              double x = random.nextGaussian();
              double y = 0.7 * x + 0.7 * random.nextGaussian();
              double w = random.nextGaussian();
              return switch (kind) {
                case "Student" ->
                    student(x, random) + "," + student(y, random) + "," + student(w, random);
                case "log-normal" -> Math.exp(x) + "," + Math.exp(y) + "," + Math.exp(w);
                default -> {
                  boolean rare = random.nextInt(50) == 0;
                  yield rare
                      ? (6 + 0.3 * x) + "," + (6 + 0.3 * y) + "," + (6 + 0.3 * w)
                      : x + "," + y + "," + w;
                }
              };
            });
    TableFit.Learned learned = learn(table, options(new Contamination.Auto()));
    assertTrue(learned.doubted().size() <= 3, learned.doubted()::toString);
  }

  /// With three degrees of freedom.
  private static double student(double normal, Random random) {
    double squares =
        IntStream.range(0, 3).mapToDouble(_ -> Math.pow(random.nextGaussian(), 2)).sum();
    return normal / Math.sqrt(squares / 3);
  }

  @Test
  void aKnownShareIsDoubtedAndNumbersCountDroppedRows() {
    Random random = new Random(3);
    TableSource table =
        SmallTables.csv(
            "x,y", ROWS, i -> (i % 2 == 0 ? "1," : "") + (i % 2 == 0 ? "" : row(i, random, false)));
    TableFit.Learned learned =
        learn(table, options(new Contamination.Share(0.1)).withMissing(Missing.DROP));
    assertEquals(ROWS / 2 / 10, learned.doubted().size());
    TreeSet<Long> missed = planted();
    missed.removeAll(rows(learned));
    assertTrue(missed.size() <= 4, missed::toString);
    assertEquals("0.1", learned.model().provenance().options().get("contamination"));
  }

  @Test
  void sharesAreAtMostAHalf() {
    assertEquals(
        "contamination is 0.6, but must be above 0 and at most 0.5",
        assertThrows(IllegalArgumentException.class, () -> new Contamination.Share(0.6))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Contamination.Share(0));
    assertThrows(IllegalArgumentException.class, () -> new Contamination.Share(Double.NaN));
  }

  /// Counts how often it is asked whether to stop, and says so from some question on.
  private static final class Listener implements TrainingListener<FlowFit.Event> {
    private final int most;
    private final Set<Integer> members = new TreeSet<>();
    private final Set<Integer> all = new TreeSet<>();
    private int asked;

    Listener(int most) {
      this.most = most;
    }

    @Override
    public void event(FlowFit.Event event) {
      if (event instanceof FlowFit.Event.MemberStarted(int member, int of)) {
        members.add(member);
        all.add(of);
      }
    }

    @Override
    public boolean stop() {
      return asked++ >= most;
    }
  }

  /// In the first look, in the second, and in the fit.
  @Test
  void aFitThatIsInterruptedGoesOnAsIfItHadNotBeen() {
    TableFitOptions options = options(new Contamination.Auto());
    Listener counting = new Listener(Integer.MAX_VALUE);
    TableFit.Learned whole = TableFit.read(contaminated(false), options).learn(workers, counting);
    assertEquals(IntStream.rangeClosed(1, 13).boxed().toList(), List.copyOf(counting.members));
    assertEquals(Set.of(13), counting.all, "five flows look at the rows, twice");
    TableFitOptions kept = options.withCheckpoint(folder.resolve("c"));
    for (double share : new double[] {0.2, 0.4, 0.55}) {
      TableFit.Learned part =
          TableFit.read(contaminated(false), kept)
              .learn(workers, new Listener((int) (share * counting.asked)));
      assertEquals(share > 0.5 ? whole.doubted().size() : 0, part.doubted().size());
      assertTrue(part.model().calibration().isPresent());
    }
    TableFit.Learned resumed = learn(contaminated(false), kept);
    assertEquals(whole.doubted(), resumed.doubted());
    assertArrayEquals(weights(whole.model()), weights(resumed.model()));
  }

  private static float[] weights(TableModel model) {
    return ParameterPack.of(model.distribution()).values();
  }
}
