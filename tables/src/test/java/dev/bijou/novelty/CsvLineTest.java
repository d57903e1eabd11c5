package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvLineTest {
  private static List<String> fields(String line) {
    return CsvLine.fields(line, ',').orElseThrow();
  }

  @Test
  void splitsAsPeopleWrite() {
    assertEquals(List.of("a", "b", ""), fields("a, b ,"));
    assertEquals(List.of(""), fields(""));
    assertEquals(List.of("a,b", "say \"no\"", "c"), fields("\"a,b\", \"say \"\"no\"\"\" ,c"));
    assertEquals(List.of("5\" pipe", "x"), fields("5\" pipe,x"));
    assertEquals(Optional.of(List.of("a", "", "b c")), CsvLine.fields("a\t\tb c", '\t'));
    for (String broken : List.of("\"a", "\"a\"b,c", "x,\"", "\"a\"\"")) {
      assertEquals(Optional.empty(), CsvLine.fields(broken, ','), broken);
    }
  }

  @Test
  void findsTheSeparator() {
    assertEquals(',', CsvLine.separator("a"));
    assertEquals(';', CsvLine.separator("a;\"b,c,d\";e"));
    assertEquals('\t', CsvLine.separator("a\tb"));
  }

  @Test
  void joinsSoThatItSplitsAgain() {
    List<String> fields = List.of("a,b", "say \"no\"", "", "7", "x;y");
    StringBuilder line = new StringBuilder();
    CsvLine.append(line, fields);
    assertEquals(fields, fields(line.toString().strip()));
  }
}
