package dev.bijou.table.io;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/// Times as text of one form: with their seconds, which [LocalDateTime#toString] leaves out where they are 0.
final class TimeText {
  private TimeText() {}

  static String of(LocalDateTime time) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }
}
