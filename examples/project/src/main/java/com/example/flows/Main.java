package com.example.flows;

import dev.bijou.table.Tables;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.train.FitOptions;
import java.nio.file.Path;

/// Learns a table, saves the model, loads it and scores the table.
public final class Main {
  private Main() {}

  /// @param arguments the table, and the file for the model
  public static void main(String[] arguments) {
    Path table = Path.of(arguments[0]);
    Path file = Path.of(arguments[1]);
    FitOptions quick = FitOptions.standard().withMembers(1).withEpochs(5); // a first impression
    Tables.fit(table, TableFitOptions.standard().withFit(quick)).save(file);

    float[] logDensity = Tables.score(Tables.load(file), table);
    double sum = 0;
    for (float nats : logDensity) {
      sum += nats;
    }
    System.out.printf("%d rows, mean log-density %.3f nats%n", logDensity.length, sum / logDensity.length);
  }
}
