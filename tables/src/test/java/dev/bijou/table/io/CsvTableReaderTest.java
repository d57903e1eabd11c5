package dev.bijou.table.io;

import static dev.bijou.table.SmallTables.csv;
import static dev.bijou.table.SmallTables.refusal;
import static dev.bijou.table.SmallTables.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableReaderTest {
  private static final List<List<Double>> TWO_BY_TWO =
      List.of(List.of(1.0, 2.5), List.of(-3.0, 4e2));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1,2.5\n-3,4e2\n",
        "a,b\n1,2.5\n-3,4e2",
        "a,b\r\n1,2.5\r\n-3,4e2\r\n",
        "a,b\r1,2.5\r-3,4e2\r",
        "a;b\n1;2.5\n-3;4e2\n",
        "a\tb\n1\t2.5\n-3\t4e2\n",
        "\uFEFFa,b\n1,2.5\n-3,4e2\n",
        "\"a\",\"b\"\n\"1\",\"2.5\"\n-3,\"4e2\"\n",
        " a , b \n 1 ,  2.5\n -3, 4e2 \n",
        " \"a\" , \"b\" \n \"1\" ,  2.5\n -3, 4e2 \n",
        "a,b\n\n1,2.5\n\n\n-3,4e2\n\n",
        "\n\na,b\n1,2.5\n-3,4e2\n",
      })
  void readsWhatPeopleWrite(String text) {
    TableReader reader = csv(text).open(ColumnPlan.all(), Missing.REFUSE);
    assertEquals(List.of("a", "b"), reader.header());
    assertEquals(TWO_BY_TWO, rows(reader));
  }

  @Test
  void readsUtf16WithAByteOrderMark() {
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] bytes = "\uFEFFa,b\n1,2.5\n-3,4e2\n".getBytes(charset);
      assertEquals(TWO_BY_TWO, rows(csv(bytes).open(ColumnPlan.all(), Missing.REFUSE)));
    }
  }

  @Test
  void findsTheSeparatorDespiteOthersInNamesAndQuotes() {
    TableReader reader =
        csv("\"length, in cm, or so\";b\n1;2\n").open(ColumnPlan.all(), Missing.REFUSE);
    assertEquals(List.of("length, in cm, or so", "b"), reader.header());
    assertEquals(
        List.of("a", "b", "c;d;e"),
        csv("a,b,c;d;e\n1,2,3\n").open(ColumnPlan.all(), Missing.REFUSE).header());
  }

  @Test
  void readsOneColumn() {
    assertEquals(List.of(List.of(1.0), List.of(2.0)), rows("a\n1\n2\n"));
  }

  @Test
  void namesColumnsWithoutAName() {
    TableReader reader = csv(",b,\n1,2,3\n").open(ColumnPlan.all(), Missing.REFUSE);
    assertEquals(List.of("column1", "b", "column3"), reader.header());
  }

  @Test
  void withoutAHeaderTheFirstRowIsData() {
    TableSource source = csv("\n 5.1;\"3;5\" ;a\n4.9;;b\n").withHeader(CsvHeader.NONE);
    TableReader reader = source.open(ColumnPlan.of(List.of("x1")).withText(), Missing.REFUSE);
    assertEquals(List.of("x1", "x2", "x3"), reader.header());
    RowBlock block = reader.next();
    assertEquals(2, block.rows());
    assertEquals(1, block.number(0));
    assertEquals(5.1, block.column(0)[0]);
    assertEquals(4.9, block.column(0)[1]);
    assertEquals(List.of("5.1", "3;5", "a"), block.text(0));
    assertEquals(List.of("4.9", "", "b"), block.text(1));
    assertNull(reader.next());
    assertEquals(
        List.of(List.of(7.0)),
        rows(csv("7").withHeader(CsvHeader.NONE).open(ColumnPlan.all(), Missing.REFUSE)));
    assertEquals(
        List.of(List.of(7.0), List.of(8.0)),
        rows(csv("?\n7\n8\n").withHeader(CsvHeader.NONE).open(ColumnPlan.all(), Missing.DROP)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          low,2   | t.csv, column "x1": "low" is not a number; the model needs numbers here
          1,2;;3  | t.csv, row 2 has 1 field, but the first row has 2; correct the row
          ''      | t.csv is empty; a table needs at least one row
          """)
  void withoutAHeaderMessagesNameRowsAndColumnsAllTheSame(String lines, String message) {
    TableSource source =
        csv(lines.replace(";;", "\n").replace(';', '\n')).withHeader(CsvHeader.NONE);
    assertEquals(
        message,
        refusal(() -> rows(source.open(ColumnPlan.of(List.of("x1", "x2")), Missing.REFUSE))));
  }

  @Test
  void aRowOfNumbersIsNoHeaderEvenIfTwoAreAlike() {
    TableException wrong =
        assertThrows(
            TableException.class,
            () -> csv("0.5,0.5\n1,2\n").open(ColumnPlan.all(), Missing.REFUSE));
    assertEquals(TableException.Problem.NO_HEADER, wrong.problem());
  }

  @Test
  void acceptsCountedNames() {
    assertEquals(List.of(List.of(5.0, 6.0)), rows("0,1\n5,6\n"));
    assertEquals(List.of(List.of(5.0, 6.0)), rows("1,2\n5,6\n"));
    assertEquals(
        "t.csv: the first row is all numbers, so that the table seems to have no header; put a row with the names of the columns above it",
        refusal("5.1,3.5\n4.9,3.0\n"));
  }

  @Test
  void readsWantedColumnsInTheirOrderAndIgnoresTheRest() {
    TableReader reader =
        csv("a,b,c\n1,red,3\n4,blue,6\n").open(ColumnPlan.of(List.of("c", "a")), Missing.REFUSE);
    assertEquals(List.of("c", "a"), reader.columns());
    assertEquals(List.of(List.of(3.0, 1.0), List.of(6.0, 4.0)), rows(reader));
    assertEquals(
        List.of(List.of(1.0, 3.0), List.of(4.0, 6.0)),
        rows(
            csv("a,b,c\n1,red,3\n4,blue,6\n")
                .open(ColumnPlan.allBut(List.of("b")), Missing.REFUSE)));
  }

  @Test
  void keepsTextWhenAsked() {
    TableReader reader =
        csv("a,b\n 01 ,\"x, \"\"y\"\"\"\n2,\n")
            .open(ColumnPlan.of(List.of("a")).withText(), Missing.REFUSE);
    RowBlock block = reader.next();
    assertEquals(List.of("01", "x, \"y\""), block.text(0));
    assertEquals(List.of("2", ""), block.text(1));
    assertNull(reader.next());
    RowBlock without = csv("a\n1\n").open(ColumnPlan.all(), Missing.REFUSE).next();
    assertThrows(IllegalStateException.class, () -> without.text(0));
  }

  @Test
  void readsManyBlocks() {
    TableReader reader =
        csv("a,b", 10_000, i -> i + "," + i / 4.0).open(ColumnPlan.all(), Missing.REFUSE);
    long next = 1;
    for (RowBlock block = reader.next(); block != null; block = reader.next()) {
      float[] floats = new float[block.rows() + 1];
      block.floats(1, 10, floats, 1);
      for (int row = 0; row < block.rows(); row++) {
        assertEquals(next, block.number(row));
        assertEquals(next - 1, block.column(0)[row]);
        assertEquals((next - 1) / 4f - 10, floats[row + 1]);
        next++;
      }
    }
    assertEquals(10_001, next);
  }

  @Test
  void refusesMissingCells() {
    for (String cell : List.of("", "  ", "NA", "nan", "Null", "?", "n/a", "\"\"")) {
      assertEquals(
          "t.csv, row 2, column \"b\": the cell is missing; fill it, or leave such rows out",
          refusal("a,b\n1,2\n3," + cell + "\n"),
          cell);
    }
  }

  @Test
  void dropsRowsWithMissingCellsAndCountsThem() {
    TableReader reader =
        csv("a,b,c\n1,NA,x\n2,3,\n,4,y\n5,6,z\n")
            .open(ColumnPlan.of(List.of("a", "b")), Missing.DROP);
    RowBlock block = reader.next();
    assertEquals(2, block.rows());
    assertEquals(2, block.number(0));
    assertEquals(4, block.number(1));
    assertEquals(6.0, block.column(1)[1]);
    assertEquals(2, reader.dropped());
    assertEquals(
        "t.csv: every row has a missing cell; leave the columns that lack most out",
        refusal(() -> rows(csv("a,b\n1,\n,2\n").open(ColumnPlan.all(), Missing.DROP))));
  }

  @Test
  void keepsRowsWithMissingCellsWhenAsked() {
    TableReader reader = csv("a,b\n1,\nNA,2\n").open(ColumnPlan.all(), Missing.KEEP);
    assertEquals(List.of(List.of(1.0, Double.NaN), List.of(Double.NaN, 2.0)), rows(reader));
    assertEquals(0, reader.dropped());
  }

  @Test
  void namesTheCellThatIsNoNumber() {
    assertEquals(
        "t.csv, row 2, column \"pH\": \"low\" is not a number; correct it, or leave it out",
        refusal("pH,b\n1,2\nlow,4\n"));
    assertEquals(
        "t.csv, row 2, column \"pH\": \"low\" is not a number; correct it",
        refusal(
            () -> rows(csv("pH\n1\nlow\n").open(ColumnPlan.of(List.of("pH")), Missing.REFUSE))));
    assertEquals(
        "t.csv, row 2 (line 4), column \"pH\": \"low\" is not a number; correct it, or leave it out",
        refusal("pH,b\n\n1,2\nlow,4\n"));
  }

  @Test
  void namesAllColumnsThatHoldText() {
    assertEquals(
        "t.csv, column \"class\": \"red\" is not a number; leave it out",
        refusal("a,class\n1,red\n"));
    assertEquals(
        "t.csv, columns \"class\", \"it's\": \"red\", \"big\" are not numbers; leave them out",
        refusal("class,a,it's\nNA,1,\nred,1,big\n".replace("NA,1,\n", "")));
    assertEquals(
        "t.csv, column \"class\": \"red\" is not a number; the model needs numbers here",
        refusal(
            () -> rows(csv("class\nred\n").open(ColumnPlan.of(List.of("class")), Missing.REFUSE))));
  }

  @Test
  void hintsAtDecimalCommas() {
    assertEquals(
        "t.csv, row 1, column \"a\": \"3,5\" is not a number; write decimals with a point (3.5)",
        refusal("a;b\n3,5;1\n"));
  }

  @Test
  void refusesInfiniteAndHugeCells() {
    for (String cell : List.of("inf", "-Inf", "Infinity", "+INFINITY")) {
      assertEquals(
          "t.csv, row 2, column \"a\": \""
              + cell
              + "\" is not finite; correct it or leave the row out",
          refusal("a\n1\n" + cell + "\n"));
    }
    for (String cell : List.of("1e39", "-2e38", "1e400")) {
      assertEquals(
          "t.csv, row 2, column \"a\": \""
              + cell
              + "\" is too large; values up to 1e38 are accepted",
          refusal("a\n1\n" + cell + "\n"));
    }
    assertEquals(List.of(List.of(1e30), List.of(-1e38)), rows("a\n1e30\n-1e38\n"));
  }

  @Test
  void refusesRowsOfTheWrongLength() {
    assertEquals(
        "t.csv, row 2 has 3 fields, but the header names 2; correct the row, or quote fields that hold a separator",
        refusal("a,b\n1,2\n3,4,5\n"));
    assertEquals(
        "t.csv, row 1 has 1 field, but the header names 2; correct the row", refusal("a,b\n1\n"));
    assertEquals(
        "t.csv, row 2 (line 4) has 1 field, but the header names 2; correct the row",
        refusal(() ->
            rows(csv("a,b\n\"x\ny\",2\n1\n").open(ColumnPlan.of(List.of("b")), Missing.REFUSE))));
  }

  @Test
  void refusesBadHeaders() {
    assertEquals(
        "t.csv: columns 1 and 3 are both named \"a\"; give every column its own name",
        refusal("a,b,a\n1,2,3\n"));
    assertEquals(
        "t.csv: columns 1 and 2 are both named \"column2\"; give every column its own name",
        refusal("column2,\n1,2\n"));
  }

  @Test
  void refusesTablesWithoutRows() {
    assertEquals("t.csv has a header but no rows; a table needs at least one", refusal("a,b\n"));
    assertEquals(
        "t.csv has a header but no rows; a table needs at least one", refusal("a,b\n\n\n"));
    assertEquals(
        "t.csv is empty; a table needs a header row with the names of its columns", refusal(""));
    assertEquals(
        "t.csv is empty; a table needs a header row with the names of its columns",
        refusal("\n\n"));
    assertEquals(
        "t.csv is empty; a table needs a header row with the names of its columns",
        refusal("\uFEFF"));
  }

  @Test
  void refusesColumnsThatDoNotExist() {
    String text = "fixed_acidity,pH,alcohol\n1,2,3\n";
    assertEquals(
        "t.csv has no column \"ph\"; did you mean \"pH\"? It has \"fixed_acidity\", \"pH\", \"alcohol\"",
        refusal(() -> csv(text).open(ColumnPlan.of(List.of("ph")), Missing.REFUSE)));
    assertEquals(
        "t.csv has no column \"fixed acidty\"; did you mean \"fixed_acidity\"? It has"
            + " \"fixed_acidity\", \"pH\", \"alcohol\"",
        refusal(() -> csv(text).open(ColumnPlan.allBut(List.of("fixed acidty")), Missing.REFUSE)));
    assertEquals(
        "t.csv has no column \"quality\"; it has \"fixed_acidity\", \"pH\", \"alcohol\"",
        refusal(() -> csv(text).open(ColumnPlan.of(List.of("quality")), Missing.REFUSE)));
    assertEquals(
        "t.csv has no columns \"a\", \"b\"; it has \"fixed_acidity\", \"pH\", \"alcohol\"",
        refusal(() -> csv(text).open(ColumnPlan.of(List.of("a", "pH", "b")), Missing.REFUSE)));
    assertEquals(
        "t.csv: every column is excluded; leave at least one",
        refusal(() -> csv("a\n1\n").open(ColumnPlan.allBut(List.of("a")), Missing.REFUSE)));
    assertEquals(
        "column \"a\" is named twice; name it once",
        refusal(() -> ColumnPlan.of(List.of("a", "b", "a"))));
  }

  @Test
  void showsTheFirstOfManyNames() {
    String header = String.join(",", IntStream.range(0, 40).mapToObj(i -> "v" + i).toList());
    String message =
        refusal(() -> csv(header + "\n").open(ColumnPlan.of(List.of("weight")), Missing.REFUSE));
    assertEquals("and 28 more", message.substring(message.length() - "and 28 more".length()));
  }

  @Test
  void refusesOpenQuotes() {
    assertEquals(
        "t.csv, row 2: a quoted field is not closed properly; write a quote inside quotes as \"\"",
        refusal("a,b\n1,2\n\"3,4\n5,6\n"));
    assertEquals(
        "t.csv, row 1: a quoted field is not closed properly; write a quote inside quotes as \"\"",
        refusal("a,b\n\"1\"2,3\n"));
  }

  @Test
  void refusesOtherEncodings() {
    byte[] latin = "a,b\n1,Gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        "t.csv, after row 0: this is not UTF-8 text; convert it, for instance with iconv -f latin1 -t utf-8",
        refusal(() -> rows(csv(latin).open(ColumnPlan.of(List.of("a")), Missing.REFUSE))));
  }
}
