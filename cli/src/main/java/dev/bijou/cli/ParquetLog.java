package dev.bijou.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/// The Parquet library's log, which would tell users on standard error of every file it opens.
final class ParquetLog {
  /// Kept, because a level set on a logger that nobody holds is lost.
  private static final Logger LOG = Logger.getLogger("dev.hardwood");

  private ParquetLog() {}

  /// Leaves warnings only; and no looking for a native inflater, which the JDK's makes unnecessary.
  static void quiet() {
    LOG.setLevel(Level.WARNING);
    System.setProperty("hardwood.uselibdeflate", "false");
  }
}
