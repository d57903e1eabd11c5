package dev.bijou.cli.console;

import java.util.logging.Level;
import java.util.logging.Logger;

/// The log of the Parquet library, which would report every file that it opens on standard error.
public final class ParquetLog {
  /// Kept, because a level set on a logger that nobody holds is lost.
  private static final Logger LOG = Logger.getLogger("dev.hardwood");

  private ParquetLog() {}

  /// Keeps warnings only. Also stops the search for a native inflater: that of the JDK will do.
  public static void quiet() {
    LOG.setLevel(Level.WARNING);
    System.setProperty("hardwood.uselibdeflate", "false");
  }
}
