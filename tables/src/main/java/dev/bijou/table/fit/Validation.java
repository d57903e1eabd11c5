package dev.bijou.table.fit;

import dev.bijou.table.io.TableSource;
import dev.bijou.table.text.NumberText;

/// The held-out rows. They decide when to stop, and they calibrate the p-values.
public sealed interface Validation {
  /// Of a table of up to 5,000 rows a tenth for each flow, another one each; of up to 2,000 rows, which have ten flows, so
  /// all. Otherwise a random tenth of the table; of 20,000 to 100,000 rows more, up to a quarter or 10,000 rows, which it can
  /// spare: p-values err by about ±½ / √rows.
  record Usual() implements Validation {
    private static final double SHARE = 0.1;
    private static final double MOST = 0.25;
    private static final int SPARING = 20_000; // rows below which each is needed to learn from
    private static final double ENOUGH = 10_000; // rows held out

    double share(int rows) {
      return rows < SPARING ? SHARE : Math.clamp(ENOUGH / rows, SHARE, MOST);
    }

    @Override
    public String described() {
      return "usual";
    }
  }

  /// A random part of the table.
  ///
  /// @param share of its rows, between 0 and 1
  record Fraction(double share) implements Validation {
    /// @throws IllegalArgumentException unless 0 < share < 1
    public Fraction {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException(
            "validation is %s, but must lie between 0 and 1".formatted(share));
      }
    }

    @Override
    public String described() {
      return NumberText.of(share);
    }
  }

  /// Another table.
  ///
  /// @param source where it is
  record Table(TableSource source) implements Validation {
    @Override
    public String described() {
      return source.fileName();
    }
  }

  /// The choice as text.
  String described();
}
