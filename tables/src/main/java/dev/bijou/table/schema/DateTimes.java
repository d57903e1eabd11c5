package dev.bijou.table.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Points in time between text and seconds since 1970-01-01T00:00 UTC. Text without a zone is taken as UTC. Fractions of a
/// second may have fewer digits than the pattern, or be left out: that is how Java and Parquet files write them.
///
/// @param pattern a pattern of [DateTimeFormatter]
/// @param format writes it
/// @param reader reads it
record DateTimes(String pattern, DateTimeFormatter format, DateTimeFormatter reader) {
  private static final List<String> DATES =
      List.of(
          "yyyy-MM-dd",
          "yyyy/MM/dd",
          "dd.MM.yyyy",
          "MM/dd/yyyy",
          "M/d/yyyy",
          "dd/MM/yyyy",
          "d/M/yyyy");
  private static final List<String> TIMES =
      List.of("HH:mm:ss", "HH:mm:ss.SSS", "HH:mm:ss.SSSSSS", "HH:mm");

  /// Formatters are slow to make and used for each cell; a program sees few patterns.
  private static final Map<String, DateTimes> MADE = new ConcurrentHashMap<>();

  /// The patterns that are recognized; of two that fit, the first is preferred.
  static final List<String> KNOWN = known();

  private static final Pattern FRACTION = Pattern.compile("\\.(S{1,9})");
  private static final int SHORTEST = 8;
  private static final int LONGEST = 40;
  private static final double NANOS = 1e-9;

  private static List<String> known() {
    List<String> known = new ArrayList<>(DATES);
    for (String date : DATES) {
      for (String time : TIMES) {
        for (String between : List.of(" ", "'T'")) {
          known.add(date + between + time);
          known.add(date + between + time + "XXX");
        }
      }
    }
    return List.copyOf(known);
  }

  /// @throws IllegalArgumentException if this is not a pattern
  static DateTimes of(String pattern) {
    return MADE.computeIfAbsent(pattern, DateTimes::make);
  }

  private static DateTimes make(String pattern) {
    String exact = pattern.replace("yyyy", "uuuu");
    Matcher fraction = FRACTION.matcher(exact);
    DateTimeFormatterBuilder lenient = new DateTimeFormatterBuilder();
    if (fraction.find()) {
      lenient
          .appendPattern(exact.substring(0, fraction.start()))
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, fraction.group(1).length(), true)
          .appendPattern(exact.substring(fraction.end()));
    } else {
      lenient.appendPattern(exact);
    }
    return new DateTimes(
        pattern,
        new DateTimeFormatterBuilder().appendPattern(exact).toFormatter(Locale.ROOT),
        lenient.toFormatter(Locale.ROOT));
  }

  /// Whether a text may have one of the known patterns: cheap, and certain if false.
  static boolean looksLikeOne(char[] text, int from, int length) {
    return length >= SHORTEST && length <= LONGEST && text[from] >= '0' && text[from] <= '9';
  }

  /// Seconds, NaN if the text does not have this pattern.
  double seconds(String text) {
    if (text.length() > LONGEST) {
      return Double.NaN;
    }
    try {
      TemporalAccessor parsed = reader.parse(text);
      LocalTime time = parsed.query(TemporalQueries.localTime());
      LocalDateTime local =
          LocalDateTime.of(LocalDate.from(parsed), time == null ? LocalTime.MIDNIGHT : time);
      ZoneOffset zone = parsed.query(TemporalQueries.offset());
      return local.toEpochSecond(zone == null ? ZoneOffset.UTC : zone) + NANOS * local.getNano();
    } catch (DateTimeException _) {
      return Double.NaN;
    }
  }

  /// Seconds of a date, a local time, which is taken as UTC, or an instant; NaN of anything else.
  static double seconds(TemporalAccessor time) {
    return switch (time) {
      case LocalDate date -> date.toEpochDay() * 86_400.0;
      case LocalDateTime local -> local.toEpochSecond(ZoneOffset.UTC) + NANOS * local.getNano();
      case Instant instant -> instant.getEpochSecond() + NANOS * instant.getNano();
      default -> Double.NaN;
    };
  }

  /// Whether the pattern has a time of day.
  boolean hasTime() {
    return pattern.indexOf('H') >= 0 || pattern.indexOf('h') >= 0;
  }

  /// The text of seconds, rounded to the millisecond.
  String text(double seconds) {
    long millis = Math.round(seconds * 1000);
    return format.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }
}
