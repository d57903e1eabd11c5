package dev.bijou.benchmark.nab;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Series of many lengths with one to four anomalies of many lengths, by which it was chosen how novel rows become episodes.
/// A part of them has usual bursts, jobs and steps, which a detector has to get used to. They look like no series of the
/// benchmark.
final class Varied {
  private static final int KINDS = 8;
  private static final double WINDOWS = 0.1; // the part of the rows that windows take up together
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final int kind;
  private final RandomGenerator random;
  private final int rows;
  private final double noise;
  private final double swing;
  private double state;
  private double walk;
  private int busy; // rows that a usual burst or job goes on

  private Varied(int kind, RandomGenerator random) {
    this.kind = kind;
    this.random = random;
    rows = (int) (2000 * Math.exp(1.6 * random.nextDouble()));
    noise = 0.3 + random.nextDouble();
    swing = 1 + 3 * random.nextDouble();
  }

  private enum Fault {
    SHIFT,
    NOISE,
    SPIKES,
    STUCK,
    RAMP,
    STILL,
    ANOTHER_TIME
  }

  /// @param start the first row
  /// @param rows how long it lasts
  /// @param size against the spread of the series
  private record Planted(Fault fault, int start, int rows, double size) {
    boolean has(int row) {
      return row >= start && row < start + rows;
    }
  }

  /// Sixteen series: each of eight kinds of signal twice.
  static List<Series> all(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<Series> all = new ArrayList<>();
    for (int i = 0; i < 2 * KINDS; i++) {
      all.add(new Varied(i % KINDS, random).series());
    }
    return all;
  }

  private Series series() {
    List<Planted> faults = faults(1 + random.nextInt(4));
    int minutes = List.of(5, 15, 30, 60).get(random.nextInt(4));
    LocalDateTime time = LocalDateTime.of(2025, 3, 3, 0, 0);
    List<String> times = new ArrayList<>();
    double[] values = new double[rows];
    for (int row = 0; row < rows; row++) {
      time = time.plusMinutes(minutes);
      times.add(TIME.format(time));
      int at = row;
      Planted fault = faults.stream().filter(one -> one.has(at)).findFirst().orElse(null);
      boolean elsewhere = fault != null && fault.fault == Fault.ANOTHER_TIME;
      double usual = usual(elsewhere ? time.plusHours(9) : time, row);
      values[row] = fault == null ? usual : faulty(fault, row, usual, values);
      if (kind == 3) {
        values[row] = Math.max(0, Math.rint(values[row]));
      }
    }
    return new Series(
        "varied " + kind + " " + faults.stream().map(one -> one.fault + "/" + one.rows).toList(),
        times,
        values,
        windows(faults));
  }

  private List<Planted> faults(int count) {
    List<Planted> faults = new ArrayList<>();
    int first = rows / 4;
    int each = (rows - first) / count;
    for (int i = 0; i < count; i++) {
      int most = each / 4;
      int length = (int) Math.exp(Math.log(2) + random.nextDouble() * Math.log(most / 2.0));
      int start = first + i * each + each / 8 + random.nextInt(each / 2);
      Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
      faults.add(new Planted(fault, start, length, 1.5 + 3 * random.nextDouble()));
    }
    return faults;
  }

  private List<Series.Window> windows(List<Planted> faults) {
    int half = (int) (WINDOWS * rows / faults.size() / 2);
    return faults.stream()
        .map(fault -> {
          int middle = fault.start + Math.min(fault.rows, half) / 2;
          return new Series.Window(middle - half, Math.min(rows - 1, middle + half));
        })
        .toList();
  }

  private double faulty(Planted fault, int row, double usual, double[] values) {
    double size = fault.size * spread();
    int into = row - fault.start;
    return switch (fault.fault) {
      case SHIFT -> usual + size;
      case NOISE -> usual + size * random.nextGaussian();
      case SPIKES -> into % 20 < 2 ? usual + 2 * size : usual;
      case STUCK -> values[fault.start - 1];
      case RAMP -> usual - 1.5 * size * into / fault.rows;
      case STILL -> level() + 0.1 * (usual - level());
      case ANOTHER_TIME -> usual;
    };
  }

  private double level() {
    return 50;
  }

  /// About how far the series goes from its level.
  private double spread() {
    return switch (kind) {
      case 0, 4 -> 3 * noise;
      case 1, 3, 6 -> 4 * swing;
      case 2 -> 6;
      case 5 -> 12 * noise;
      default -> 5 * noise;
    };
  }

  private double usual(LocalDateTime time, int row) {
    double shock = random.nextGaussian();
    double hour = 2 * Math.PI * (time.getHour() * 60 + time.getMinute()) / 1440;
    double cycle = swing * (Math.sin(hour) + 0.5 * Math.cos(2 * hour));
    boolean weekend = time.getDayOfWeek().getValue() > 5;
    state = 0.97 * state + 0.24 * shock;
    walk += 0.02 * random.nextGaussian();
    busy = busy > 0 ? busy - 1 : starts(row, time) ? 3 + random.nextInt(12) : 0;
    return switch (kind) {
      case 0 -> level() + noise * shock + (busy > 0 ? 20 * noise : 0); // quiet, with usual bursts
      case 1 -> level() + (weekend ? 2 : 4) * cycle + noise * shock; // demand
      case 2 -> level() + 5 * state + (busy > 0 ? 8 : 0) + 0.3 * shock; // a job at its hour
      case 3 -> 40 * Math.exp(0.1 * cycle + 0.2 * state) + 3 * shock; // counts
      case 4 -> level() + 3 * noise * walk + noise * state; // wanders
      case 5 -> level() * Math.exp(0.3 * noise * shock) + (busy > 0 ? 30 * noise : 0); // latency
      case 6 -> level() + 2 * cycle + 2 * noise * walk + 0.5 * noise * shock; // cycle that wanders
      default -> level() + (row / (rows / 5) % 2 == 0 ? 0 : 8 * noise) + 2 * noise * state; // steps
    };
  }

  private boolean starts(int row, LocalDateTime time) {
    return switch (kind) {
      case 0, 5 -> random.nextInt(250) == 0;
      case 2 -> time.getHour() == 3 && time.getMinute() == 0;
      default -> false;
    };
  }
}
