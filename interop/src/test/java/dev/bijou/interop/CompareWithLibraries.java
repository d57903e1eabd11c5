package dev.bijou.interop;

import dev.bijou.flow.Flow;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// Reads the flows that `benchmarks/interop` writes into a folder, and prints how far log-densities, latents and the way back
/// are from what the libraries say in double precision. Left out are rows of which a network sees a number, or a latent is one,
/// beyond 10,000, or of which the library itself says nothing finite:
///
/// ```
/// java … dev.bijou.interop.CompareWithLibraries FOLDER [PART OF A NAME]
/// ```
final class CompareWithLibraries {
  private static final double LARGEST = 10_000; // that is compared

  private CompareWithLibraries() {}

  public static void main(String[] arguments) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      files
          .filter(file -> file.toString().matches(".*\\.(pt|eqx)"))
          .filter(file -> arguments.length < 2 || file.toString().contains(arguments[1]))
          .sorted()
          .forEach(CompareWithLibraries::compare);
    }
  }

  private static void compare(Path file) {
    Flow flow = (Flow) Fixtures.read(file).distribution();
    double[][] rows = table(Fixtures.sibling(file, ".csv"), 1);
    double[][] expected = table(Fixtures.sibling(file, ".expected"), 0);
    double[][] latent = table(Fixtures.sibling(file, ".latent"), 0);
    int features = flow.features();
    Tensor x = columns(rows, 0, features);
    Context context =
        flow.contextFeatures() == 0
            ? Context.NONE
            : Context.of(columns(rows, features, rows[0].length));
    float[] found = flow.logProb(x, context).toArray();
    Tensor z = flow.toBase(x, context).value();
    Tensor exact = columns(latent, 0, features);
    Tensor back = flow.toData(exact, context).value();
    double density = 0;
    double single = 0;
    double latents = 0;
    double samples = 0;
    int out = 0;
    int beyond = 0;
    int left = 0;
    for (int n = 0; n < rows.length; n++) {
      if (!Double.isFinite(Arrays.stream(expected[n]).sum())
          || expected[n].length > 2 && expected[n][2] > LARGEST
          || Arrays.stream(latent[n]).anyMatch(number -> !(Math.abs(number) <= LARGEST))) {
        left++;
        continue;
      }
      double least = 1 + Math.abs(expected[n][0]);
      double off = Math.abs(found[n] - expected[n][0]) / least;
      density = Math.max(density, off);
      beyond += off > 1e-5 ? 1 : 0;
      single = Math.max(single, Math.abs(expected[n][1] - expected[n][0]) / least);
      double worst = 0;
      for (int f = 0; f < features; f++) {
        latents =
            Math.max(latents, Math.abs(z.get(f, n) - latent[n][f]) / (1 + Math.abs(latent[n][f])));
        worst =
            Math.max(worst, Math.abs(back.get(f, n) - x.get(f, n)) / (1 + Math.abs(x.get(f, n))));
      }
      samples = Math.max(samples, worst);
      out += worst > 1e-4 ? 1 : 0;
    }
    System.out.printf(
        "%-28s %2d + %d columns  density %.1e (single there %.1e), %d beyond 1e-5  latents %.1e  samples %.1e, %d beyond 1e-4; %d left out%n",
        file.getFileName(),
        features,
        flow.contextFeatures(),
        density,
        single,
        beyond,
        latents,
        samples,
        out,
        left);
  }

  private static double[][] table(Path file, int skip) {
    return Fixtures.text(file)
        .lines()
        .skip(skip)
        .map(line ->
            Stream.of(line.split("[, ]")).mapToDouble(CompareWithLibraries::number).toArray())
        .toArray(double[][]::new);
  }

  private static double number(String text) { // as Python writes it
    return switch (text) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static Tensor columns(double[][] rows, int from, int to) {
    Tensor columns = Tensor.zeros(to - from, rows.length);
    for (int n = 0; n < rows.length; n++) {
      for (int f = from; f < to; f++) {
        columns.data()[columns.at(f - from) + n] = (float) rows[n][f];
      }
    }
    return columns;
  }
}
