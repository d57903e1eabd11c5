package dev.bijou.cli.table;

import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.UsageException;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou toy`: draws a table from a two-dimensional density of a known shape.
@Command(
    name = "toy",
    description = "Draw a table of two columns, x and y, from a density of a known shape.",
    footer = {
      "",
      "Examples:",
      "  bijou toy moons -n 2000 --seed 1 -o moons.csv",
      "  bijou toy pinwheel -n 5000 | bijou fit - -o pinwheel.bijou"
    })
public final class Toy implements Callable<Integer> {
  private static final int ROWS_AT_ONCE = 4096;

  private final Shell shell;

  @Parameters(
      paramLabel = "SHAPE",
      description = "moons, rings, pinwheel, checkerboard or spirals.")
  private String shape = "";

  @Option(
      names = {"-n", "--rows"},
      required = true,
      paramLabel = "N",
      description = "Rows to draw.")
  private long rows;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.csv",
      description = "File to write to, compressed if it ends in .gz (default: standard output).")
  private @Nullable String output;

  @Mixin private Seed seed = new Seed();

  public Toy(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (rows < 0) {
      throw new UsageException("-n is " + rows + ", but must not be negative");
    }
    dev.bijou.distribution.toy.Toy toy = toy();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed.value());
    try (TableWriter writer = shell.tableTo(output).apply(List.of("x", "y"))) {
      for (long done = 0; done < rows; done += ROWS_AT_ONCE) {
        Tensor points = toy.sample((int) Math.min(ROWS_AT_ONCE, rows - done), random);
        for (int n = 0; n < points.lanes(); n++) {
          writer.row(List.of(NumberText.of(points.get(0, n)), NumberText.of(points.get(1, n))));
        }
      }
      writer.commit();
    }
    return 0;
  }

  private dev.bijou.distribution.toy.Toy toy() {
    for (dev.bijou.distribution.toy.Toy toy : dev.bijou.distribution.toy.Toy.values()) {
      if (name(toy).equals(shape)) {
        return toy;
      }
    }
    throw new UsageException(
        "no toy density is called \"%s\"; there are %s"
            .formatted(
                shape,
                Arrays.stream(dev.bijou.distribution.toy.Toy.values())
                    .map(Toy::name)
                    .collect(Collectors.joining(", "))));
  }

  private static String name(dev.bijou.distribution.toy.Toy toy) {
    return toy.name().toLowerCase(Locale.ROOT);
  }
}
