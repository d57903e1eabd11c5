package dev.bijou.table.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvLinesTest {
  private static final CsvLines COMMAS = new CsvLines("t.csv", "x,y", CsvHeader.FIRST);

  private static List<String> fields(String line) {
    return COMMAS.fields(line).orElseThrow();
  }

  private static List<String> header(String first) {
    return new CsvLines("t.csv", first, CsvHeader.FIRST).header();
  }

  @Test
  void splitsAsPeopleWrite() {
    assertEquals(List.of("a", "b", ""), fields("a, b ,"));
    assertEquals(List.of("a,b", "say \"no\"", "c"), fields("\"a,b\", \"say \"\"no\"\"\" ,c"));
    assertEquals(List.of("5\" pipe", "x"), fields("5\" pipe,x"));
    assertEquals(
        Optional.of(List.of("a", "", "b c")),
        new CsvLines("t.csv", "x\ty\tz", CsvHeader.FIRST).fields("a\t\tb c"));
    for (String broken : List.of("\"a", "\"a\"b,c", "x,\"", "\"a\"\"", "a,b\rc,d", "")) {
      assertEquals(Optional.empty(), COMMAS.fields(broken), broken);
    }
  }

  @Test
  void findsTheSeparator() {
    assertEquals(List.of("a"), header("a"));
    assertEquals(List.of("a", "b,c,d", "e"), header("a;\"b,c,d\";e"));
    assertEquals(List.of("a", "b"), header("a\tb"));
  }

  @Test
  void namesWhatHasNoName() {
    CsvLines lines = new CsvLines("t.csv", ",a", CsvHeader.FIRST);
    assertEquals(List.of("", "a"), lines.header());
    assertEquals(List.of("column1", "a"), lines.names());
    assertEquals(List.of("x1", "x2"), new CsvLines("t.csv", "3,4", CsvHeader.NONE).names());
    assertEquals(
        "t.csv: a quoted field in the first line is not closed properly",
        assertThrows(TableException.class, () -> header("a,\"b")).getMessage());
  }

  @Test
  void joinsSoThatItSplitsAgain() {
    List<String> fields = List.of("a,b", "say \"no\"", "", "7", "x;y");
    CsvLines.Text text = new CsvLines.Text();
    text.row(fields);
    text.line("as it, is");
    text.row(List.of("x", "y"));
    assertEquals("\"a,b\",\"say \"\"no\"\"\",,7,x;y\nas it, is\nx,y\n", text.toString());
    assertEquals(fields, fields(text.toString().lines().findFirst().orElseThrow()));
  }
}
