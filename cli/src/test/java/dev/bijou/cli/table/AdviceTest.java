package dev.bijou.cli.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.table.fit.Finding;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.ReadingNote;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdviceTest {
  private static Column column(String name, Kind kind) {
    return new Column(name, kind, 0, 2000, 0, 3, 1, 1, 6, 6, 0);
  }

  @Test
  void saysHowColumnsAreLeftOut() {
    assertEquals(
        "column \"id\" only numbers the rows; leave it out with --exclude id",
        Advice.on(new Finding.RowCounter("id")));
    assertEquals(
        "column \"id\" only numbers the rows; leave it out with --exclude id",
        Advice.on(
            "column \"id\" only numbers the rows; leave it out",
            List.of(new Finding.FewRows(7), new Finding.RowCounter("id"))));
    assertEquals(
        "column \"sum\" is determined by \"a\" (1 − R² = 0.0e+00), so the density grows without bound; leave it out"
            + " with --exclude sum",
        Advice.on(new Finding.CollinearColumn("sum", List.of("a"), 0)));
    Kind kind = new Kind.Continuous(Kind.Atoms.NONE);
    assertEquals(
        "few different values in 2,000 rows: \"grade\" (6 whole numbers). A density grows without bound on such values,"
            + " so its level means little; leave them out, or condition on them, with --exclude grade or --given",
        Advice.on(new Finding.DiscreteColumns(List.of(column("grade", kind)))));
    assertEquals(
        "left out of the model: \"key\" (a key or free text); bijou schema shows the kinds of"
            + " columns, fit --schema takes others",
        Advice.on(new Finding.LeftOut(List.of(column("key", new Kind.Identifier())))));
    assertEquals(
        "only 7 rows to learn from: expect no more than a Gaussian would give; more rows help most",
        Advice.on(new Finding.FewRows(7)));
  }

  @Test
  void quotesNamesForAShell() {
    assertEquals(" with --exclude pH,x_1", Advice.exclude(List.of("pH", "x_1")));
    assertEquals(" with --exclude 'class,it'\\''s'", Advice.exclude(List.of("class", "it's")));
  }

  @Test
  void saysHowMoreMemoryIsAllowed() {
    assertEquals(
        "t.csv: kept a uniform random sample of 2,000 of 20,000 rows, because all would take 312.5 KiB of memory"
            + " and 31.3 KiB may be used; allow more with JDK_JAVA_OPTIONS=-Xmx…",
        Advice.on(new ReadingNote.Sampled("t.csv", 2000, 20_000, 320_000, 32_000)));
    assertEquals(
        "t.csv: left out 2 of 4 rows because a cell is missing",
        Advice.on(new ReadingNote.Dropped("t.csv", 2, 4)));
  }
}
