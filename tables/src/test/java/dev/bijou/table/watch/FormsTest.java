package dev.bijou.table.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The forms of keys and free text.
class FormsTest {
  private static WatchedColumn learned(int rows, IntFunction<String> cell) {
    FormCollector collector = new FormCollector();
    IntStream.range(0, rows)
        .mapToObj(cell)
        .map(String::toCharArray)
        .forEach(text -> collector.read(text, 0, text.length));
    return collector.column("c");
  }

  @ParameterizedTest
  @CsvSource({
    "AB-1203, AA-9999, A-9, A9.",
    "Ünal Öz, Aaaa Aa, Aa Aa, 'Aa '",
    "a bb ccc dd, a aa aaa aa, a a, 'a '",
    "10.0.0.255, 99.9.9.999, 9.9, 9.",
    "日本, xx, x, x",
    "a_b@c.de, a_a@a.aa, a_a@a.a, a.",
    "5€, 9¿, 9¿, 9¿"
  })
  void formsAreByClassesOfSigns(String text, String shape, String runs, String classes) {
    assertEquals(shape, TextForm.SHAPE.of(text));
    assertEquals(runs, TextForm.RUNS.of(text));
    assertEquals(classes, TextForm.CLASSES.of(text));
  }

  @Test
  void aLongTextHasAShortForm() {
    assertEquals(64, TextForm.SHAPE.of("x".repeat(100_000)).length());
    assertEquals("capitals, digits and punctuation", TextForm.CLASSES.inWords("A9."));
  }

  @Test
  void codesOfOneWidthAreKnownByTheirShape() {
    WatchedColumn column = learned(1000, i -> "%04d-%04d".formatted(i, 9999 - i));
    assertEquals(TextForm.SHAPE, column.level());
    assertEquals(Map.of("9999-9999", 1000L), column.forms());
    assertTrue(column.key());
    assertEquals(2, column.statistics());
    assertEquals(1, column.ofForm(column.form("0000-0000")));
    assertEquals(1 / 1001.0, column.ofForm(column.form("0000-XX")));
    assertEquals(1 / 1001.0, column.ofCopy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORD-%d", "%d"})
  void keysThatCountOnStayUsual(String form) {
    WatchedColumn column = learned(500, i -> form.formatted(i + 1));
    assertEquals(TextForm.RUNS, column.level());
    String next = form.formatted(123_456);
    assertEquals(1, column.ofForm(column.form(next)));
    assertEquals(1, column.ofLength(column.length(next)));
    assertEquals(1 / 501.0, column.ofForm(column.form("?-7")));
  }

  @Test
  void freeTextIsKnownByItsSignsAndLength() {
    SplittableRandom random = new SplittableRandom(1);
    WatchedColumn column =
        learned(
            2000,
            _ ->
                IntStream.rangeClosed(0, 20 + random.nextInt(40))
                    .mapToObj(_ -> "abc, .".substring(random.nextInt(5)).substring(0, 2))
                    .reduce("a, b", String::concat));
    assertEquals(TextForm.CLASSES, column.level());
    assertEquals(Map.of("a .", 2000L), column.forms());
    assertEquals(1 / 2001.0, column.ofForm(column.form("DROP TABLE 7")));
    assertEquals(2 / 2001.0, column.ofLength(column.length("ab, ".repeat(4000))), 1e-12);
    assertTrue(column.ofLength(80) > 0.1, () -> "p " + column.ofLength(80));
  }

  @Test
  void hashesAreKnownByTheirWholeLength() {
    SplittableRandom random = new SplittableRandom(2);
    WatchedColumn column = learned(800, _ -> "%016x".formatted(random.nextLong()));
    assertTrue(column.countsDigits());
    assertEquals(2 / 801.0, column.ofLength(column.length("12ab")), 1e-12);
  }

  @Test
  void pValuesOfRowsLearnedFromAreAtMostTheirShare() {
    String[] forms = {"AA", "99", "A9", "a-a"};
    WatchedColumn column = learned(1000, i -> forms[i < 600 ? 0 : i < 900 ? 1 : i < 997 ? 2 : 3]);
    assertFalse(column.key());
    assertEquals(3, column.pooled());
    assertEquals(1, column.ofForm("AA"));
    assertEquals(401 / 1001.0, column.ofForm("99"));
    assertEquals(101 / 1001.0, column.ofForm("A9"));
    assertEquals(4 / 1001.0, column.ofForm("a-a"));
    assertEquals(4 / 1001.0, column.ofForm("a-a-a"));
  }

  @Test
  void missingCellsAreAForm() {
    WatchedColumn some = learned(200, i -> i % 4 == 0 ? "?" : "A" + i);
    assertEquals(51 / 201.0, some.ofForm(some.form("")));
    assertTrue(some.key());
    WatchedColumn none = learned(200, i -> "A" + i);
    assertEquals(1 / 201.0, none.ofForm(none.form("")));
    assertEquals(1, learned(10, _ -> "").statistics());
  }

  @Test
  void onlyWhatSeveralRowsShareIsKept() {
    WatchedColumn column = learned(400, i -> i % 100 == 7 ? "secret" + "!".repeat(i) : "A-" + i);
    assertTrue(column.forms().values().stream().allMatch(count -> count >= 5));
    assertFalse(column.toJson().toString().contains("secret"));
    assertEquals(4, column.pooled());
  }

  @Test
  void theyAreWrittenAndReadBack() {
    Watched watched =
        new Watched(List.of(learned(300, i -> "k" + i), learned(300, i -> "A" + i % 7)));
    assertEquals(watched, Watched.fromJson(watched.toJson()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                      | the watched columns are malformed: "columns" is missing
          {"columns": [7]}                                        | the watched columns are malformed: "columns" is 7, but must be an object
          {"columns": [{"name":"c","rows":3,"level":"fine","forms":{"A":3},"lengths":[],"pooled":0,"counts_digits":true,"key":true}]} | the watched columns are malformed: "level" is "fine", which is none that is known
          {"columns": [{"name":"c","rows":3,"level":"runs","forms":{"A":2},"lengths":[],"pooled":0,"counts_digits":true,"key":true}]} | the forms of column "c" are of 2 rows, but there were 3
          {"columns": [{"name":"c","rows":3,"level":"runs","forms":{"A":3},"lengths":[1],"pooled":0,"counts_digits":true,"key":true}]} | column "c" has 1 percentiles of its length, but must have 101
          """)
  void saysWhatIsWrongWithAFile(String json, String message) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> Watched.fromJson(JsonParser.parseString(json).getAsJsonObject()))
            .getMessage());
  }

  @Test
  void keysAreFoundAgainInBoundedMemory() {
    KeyMemory memory = new KeyMemory(1000);
    for (int i = 1; i <= 1000; i++) {
      assertEquals(0, memory.firstRow("k" + i, i));
    }
    assertTrue(memory.isFull());
    assertEquals(17, memory.firstRow("k17", 2000));
    assertEquals(0, memory.firstRow("new", 2001));
    assertEquals(0, memory.firstRow("new", 2002));
    assertEquals(0, new KeyMemory().firstRow("", 1));
  }
}
