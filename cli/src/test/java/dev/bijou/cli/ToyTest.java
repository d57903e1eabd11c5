package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToyTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(dev.bijou.distribution.toy.Toy.class)
  void drawsAnyShape(dev.bijou.distribution.toy.Toy toy) {
    Cli cli = new Cli(folder);
    String shape = toy.name().toLowerCase(Locale.ROOT);
    List<String> lines = cli.run("toy", shape, "-n", "5000", "--seed", "1").ok().lines();
    assertEquals(5_001, lines.size());
    assertEquals("x,y", lines.getFirst());
    assertEquals(
        lines.subList(0, 101), cli.run("toy", shape, "-n", "100", "--seed", "1").ok().lines());
    assertNotEquals(lines, cli.run("toy", shape, "-n", "5000", "--seed", "2").ok().lines());
  }
}
