package dev.bijou.benchmark.nab;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Series that move away from what they were in their first rows, with planted anomalies; by them it was chosen how rows are
/// judged by the recent past. They look like no series of the benchmark.
final class Changing {
  private static final int ROWS = 6000;
  private static final int HALF_WINDOW = 150; // a tenth of the rows over two anomalies
  private static final int KINDS = 6;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final RandomGenerator random;
  private final int kind;
  private double state; // of a process that returns to 0
  private double walk; // of one that does not
  private double volatility;

  private Changing(int kind, RandomGenerator random) {
    this.kind = kind;
    this.random = random;
  }

  /// What is wrong for some rows.
  private enum Fault {
    SHIFT(50),
    NOISE(50),
    SPIKE(2),
    DIP(12),
    RAMP(120),
    STUCK(80);

    final int rows;

    Fault(int rows) {
      this.rows = rows;
    }
  }

  /// Twelve series: each of six kinds of signal twice, each with two faults.
  static List<Series> all(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<Series> all = new ArrayList<>();
    for (int kind = 0; kind < KINDS; kind++) {
      for (int turn = 0; turn < 2; turn++) {
        Fault first = Fault.values()[(kind + 2 * turn) % KINDS];
        Fault second = Fault.values()[(kind + 2 * turn + 3) % KINDS];
        all.add(new Changing(kind, random).series(List.of(first, second)));
      }
    }
    return all;
  }

  private Series series(List<Fault> faults) {
    int[] starts = {1500 + random.nextInt(1200), 3500 + random.nextInt(2000)};
    List<String> times = new ArrayList<>();
    double[] values = new double[ROWS];
    LocalDateTime time = LocalDateTime.of(2025, 3, 3, 0, 0);
    for (int row = 0; row < ROWS; row++) {
      boolean gap = kind == 5 && random.nextInt(100) == 0; // rows that are not there
      time = time.plusMinutes(gap ? 90L : 30L);
      times.add(TIME.format(time));
      double usual = usual(row, time);
      double spread = spread();
      values[row] = usual;
      for (int i = 0; i < starts.length; i++) {
        int into = row - starts[i];
        if (into >= 0 && into < faults.get(i).rows) {
          values[row] =
              switch (faults.get(i)) {
                case SHIFT -> usual + 2.5 * spread;
                case NOISE -> usual + spread * random.nextGaussian();
                case SPIKE -> usual + 6 * spread;
                case DIP -> usual - 3 * spread;
                case RAMP -> usual + 4 * spread * into / faults.get(i).rows;
                case STUCK -> values[starts[i] - 1];
              };
        }
      }
      if (kind == 3) {
        values[row] = Math.max(0, Math.rint(values[row]));
      }
    }
    List<Series.Window> windows = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      int middle = starts[i] + faults.get(i).rows / 2;
      windows.add(new Series.Window(middle - HALF_WINDOW, middle + HALF_WINDOW));
    }
    return new Series(
        "changing " + kind + " " + faults.getFirst() + " " + faults.getLast(),
        times,
        values,
        windows);
  }

  private double usual(int row, LocalDateTime time) {
    double part = row / (double) ROWS;
    double noise = random.nextGaussian();
    double hour = 2 * Math.PI * (time.getHour() * 60 + time.getMinute()) / 1440;
    double cycle = Math.sin(hour) + 0.4 * Math.sin(2 * hour);
    boolean weekend = time.getDayOfWeek().getValue() > 5;
    state = 0.9 * state + 0.44 * noise;
    walk += 0.02 * random.nextGaussian();
    volatility = 0.995 * volatility + 0.06 * random.nextGaussian();
    return switch (kind) {
      case 0 -> 15 + 8 * Math.sin(2 * Math.PI * part) + 3 * cycle + state; // seasons
      case 1 -> 100 * Math.exp(1.2 * part) * (1 + (weekend ? 0.15 : 0.3) * cycle + 0.05 * noise);
      case 2 -> 5 * walk + 0.5 * state; // no level of its own
      case 3 -> 12 * Math.exp(0.4 * walk + 0.3 * cycle) + Math.sqrt(12) * noise; // counts
      case 4 -> 60 + 4 * Math.exp(volatility) * noise + (random.nextInt(300) == 0 ? 25 : 0);
      default -> (row / 900 % 2 == 0 ? 40 : 48) + (1 + 2 * part) * cycle + state; // two regimes
    };
  }

  private double spread() {
    return switch (kind) {
      case 0 -> 3;
      case 1 -> 40;
      case 2 -> 2;
      case 3 -> 8;
      case 4 -> 6;
      default -> 3;
    };
  }
}
