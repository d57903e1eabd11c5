package dev.bijou.benchmark.nab;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Series with planted anomalies, by which the detector's settings were chosen; they look like sensors and counters, and
/// like no series of the benchmark.
final class Generated {
  private static final int ROWS = 4000;
  private static final int LENGTH = 60; // of an anomaly, in rows
  private static final int HALF_WINDOW = 100; // a tenth of the rows over two anomalies
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Generated() {}

  /// What is wrong for some time.
  private enum Fault {
    SHIFT,
    FREEZE,
    NOISE,
    SPIKE,
    NO_CYCLE,
    RAMP
  }

  /// Twelve series: each of six kinds of signal twice, each with two faults.
  static List<Series> all(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<Series> all = new ArrayList<>();
    for (int kind = 0; kind < 6; kind++) {
      for (int turn = 0; turn < 2; turn++) {
        Fault first = Fault.values()[(kind + 3 * turn) % 6];
        Fault second = Fault.values()[(kind + 3 * turn + 1) % 6];
        all.add(series(kind, first, second, random));
      }
    }
    return all;
  }

  private static Series series(int kind, Fault first, Fault second, RandomGenerator random) {
    int minutes = List.of(5, 30, 60).get(kind % 3);
    int[] starts = {1200 + random.nextInt(600), 2600 + random.nextInt(1000)};
    Fault[] faults = {first, second};
    List<String> times = new ArrayList<>();
    double[] values = new double[ROWS];
    double state = 0;
    double drift = 0;
    LocalDateTime start = LocalDateTime.of(2025, 3, 3, 0, 0);
    for (int row = 0; row < ROWS; row++) {
      LocalDateTime time = start.plusMinutes((long) minutes * row);
      times.add(TIME.format(time));
      double day = 2 * Math.PI * (row * minutes % 1440) / 1440;
      boolean weekend = time.getDayOfWeek().getValue() > 5;
      Fault fault = null;
      int into = 0;
      for (int i = 0; i < 2; i++) {
        if (row >= starts[i] && row < starts[i] + LENGTH) {
          fault = faults[i];
          into = row - starts[i];
        }
      }
      double noise = random.nextGaussian();
      state = 0.95 * state + 0.31 * noise;
      drift += 0.01 * random.nextGaussian();
      double cycle = fault == Fault.NO_CYCLE ? 0 : Math.sin(day) + 0.4 * Math.sin(2 * day);
      double level =
          switch (kind) {
            case 0 -> 50 + 5 * state;
            case 1 -> 100 + 30 * cycle + 4 * noise;
            case 2 -> (weekend ? 0.6 : 1) * (200 + 80 * cycle) + 8 * state;
            case 3 -> 20 + 3 * drift + 2 * cycle + 0.3 * noise;
            case 4 -> 40 * Math.exp(0.3 * noise) + (random.nextInt(200) == 0 ? 100 : 0);
            default -> Math.max(0, 10 * state + 5 * cycle);
          };
      double spread = List.of(5, 30, 60, 3, 15, 8).get(kind);
      values[row] =
          switch (fault) {
            case SHIFT -> level + 2 * spread;
            case FREEZE -> into == 0 ? level : values[row - 1];
            case NOISE -> level + spread * random.nextGaussian();
            case SPIKE -> into < 2 ? level + 5 * spread : level;
            case RAMP -> level + 4 * spread * into / LENGTH;
            case NO_CYCLE -> level;
            case null -> level;
          };
    }
    List<Series.Window> windows = new ArrayList<>();
    for (int at : starts) {
      windows.add(new Series.Window(at - HALF_WINDOW + LENGTH / 2, at + HALF_WINDOW + LENGTH / 2));
    }
    return new Series("generated " + kind + " " + first + " " + second, times, values, windows);
  }
}
