package dev.bijou.table.io;

import java.time.LocalDateTime;

/// Times as text of one form: with their seconds, which [LocalDateTime#toString] leaves out where they are 0.
final class TimeText {
  private TimeText() {}

  static String of(LocalDateTime time) {
    return time.getSecond() == 0 && time.getNano() == 0 ? time + ":00" : time.toString();
  }
}
