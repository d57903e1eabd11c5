package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.table.io.TableException;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LineDetectorTest {
  @AutoClose private final Workers workers = new Workers(2);
  private final Detector detector = Detector.of(Normals.model());
  private final List<String> bad = new ArrayList<>();
  private LineDetector.Summary summary = new LineDetector.Summary(0, 0, 0);

  private List<String> answers(String in) {
    return answers(in.getBytes(StandardCharsets.UTF_8), LineDetector.Options.standard());
  }

  private List<String> answers(byte[] in, LineDetector.Options options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    summary =
        new LineDetector(detector, options, workers, bad::add)
            .run("standard input", new ByteArrayInputStream(in), out);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static LineDetector.Options json() {
    return LineDetector.Options.standard().withJson(true);
  }

  @Test
  void answersCsvByCsvInOrder() {
    List<String> lines = answers("id,b,a,c\nx,0.5,-0.25,1\n\"y, z\",9,0,0\r\n");
    assertEquals("id,b,a,c,log_density,novelty,p_value,novel,reason", lines.getFirst());
    Verdict usual = detector.judge(new double[] {-0.25, 0.5, 1});
    assertEquals("x,0.5,-0.25,1," + String.join(",", Verdict.Text.fields(usual)), lines.get(1));
    assertTrue(lines.get(2).startsWith("\"y, z\",9,0,0,"), lines.get(2));
    assertTrue(lines.get(2).contains(",true,b = 9: expected "), lines.get(2));
    assertEquals(3, lines.size());
    assertEquals(new LineDetector.Summary(2, 1, 0), summary);
  }

  @Test
  void answersJsonByJson() {
    List<String> lines =
        answers(
            """
            {"a": 0.1, "b": "0.2", "c": 1, "novel": {"deep": [1]}}
            {"a": 0.1, "b": -12, "c": 1}
            """);
    JsonObject first = JsonParser.parseString(lines.getFirst()).getAsJsonObject();
    assertEquals(1, first.get("row").getAsInt());
    assertEquals("0.2", first.getAsJsonObject("cells").get("b").getAsString());
    assertFalse(first.get("novel").getAsBoolean());
    assertEquals(0, first.getAsJsonArray("reasons").size());
    JsonObject second = JsonParser.parseString(lines.get(1)).getAsJsonObject();
    assertTrue(second.get("novel").getAsBoolean());
    JsonObject reason = second.getAsJsonArray("reasons").get(0).getAsJsonObject();
    assertEquals("b", reason.get("column").getAsString());
    assertEquals(-12, reason.get("value").getAsInt());
    JsonObject cell =
        second.getAsJsonObject("repair").getAsJsonArray("cells").get(0).getAsJsonObject();
    assertEquals("b", cell.get("column").getAsString());
    assertEquals(reason.get("low").getAsDouble(), cell.get("low").getAsDouble(), 1e-6);
    assertEquals(-1.9, cell.get("low").getAsDouble(), 0.15);
    assertEquals(3, second.getAsJsonArray("reasons").size());
  }

  @Test
  void answersCsvByJsonOnDemand() {
    List<String> lines =
        answers("a;b;c;note\n0;0;0;007\n0;x;0;\n".getBytes(StandardCharsets.UTF_8), json());
    JsonObject row = JsonParser.parseString(lines.getFirst()).getAsJsonObject();
    assertEquals("007", row.getAsJsonObject("cells").get("note").getAsString());
    assertEquals(2, row.get("row").getAsInt());
    JsonObject refused = JsonParser.parseString(lines.get(1)).getAsJsonObject();
    assertEquals("0;x;0;", refused.get("line").getAsString());
    assertEquals("column \"b\": \"x\" is not a number", refused.get("error").getAsString());
  }

  @Test
  void everyBadLineHasItsAnswerInItsPlace() {
    String wide = "9".repeat(10_000);
    List<String> in =
        List.of(
            "0,0,0",
            "0,low,0",
            "0,,0",
            "0,0",
            "0,0,0,0",
            "\"0,0,0",
            "0,inf,0",
            "0,1e300,0",
            "0," + wide + ",0",
            "0," + "x".repeat(10_000) + ",0",
            "a,b,c",
            "0,\u0000\u0007,0",
            "0,\"1,5\",0",
            "",
            "   ",
            "0,0,0");
    List<String> lines = answers("a,b,c\n" + String.join("\n", in));
    assertEquals(1 + in.size() - 2, lines.size()); // blank lines hold nothing
    assertTrue(lines.get(1).contains(",false,"));
    assertEquals(
        "0,low,0,,,,,\"error: column \"\"b\"\": \"\"low\"\" is not a number\"", lines.get(2));
    assertEquals("0,,0,,,,,\"error: column \"\"b\"\": the cell is missing\"", lines.get(3));
    assertEquals("\"0,0\",,,,,,,\"error: 2 fields, but there are 3 columns\"", lines.get(4));
    assertEquals("\"0,0,0,0\",,,,,,,\"error: 4 fields, but there are 3 columns\"", lines.get(5));
    assertEquals("\"\"\"0,0,0\",,,,,,,error: a quoted field is not closed properly", lines.get(6));
    assertTrue(lines.get(7).contains("is not finite"), lines.get(7));
    assertTrue(lines.get(8).startsWith("0,1e300,0,-"), lines.get(8));
    assertTrue(lines.get(8).contains(",true,b = "), lines.get(8));
    assertTrue(lines.get(9).contains(",true,b = "), lines.get(9).substring(10_000));
    assertTrue(
        lines.get(10).endsWith("… is not a number\"".replace("… ", "…\"\" ")),
        lines.get(10).substring(10_000));
    assertTrue(lines.get(11).startsWith("a,b,c,,,,,"), lines.get(11));
    assertTrue(lines.get(13).contains("write decimals with a point"), lines.get(13));
    assertEquals(lines.get(1), lines.getLast());
    assertEquals(new LineDetector.Summary(4, 2, 10), summary);
    assertEquals(10, bad.size());
    assertEquals("line 3: column \"b\": \"low\" is not a number", bad.getFirst());
  }

  @Test
  void badJsonHasItsAnswerToo() {
    List<String> in =
        List.of(
            "{\"a\":0,\"b\":0,\"c\":0}",
            "{\"a\":0,\"b\":0}",
            "{\"a\":0,\"b\":[1],\"c\":0}",
            "{\"a\":0,\"b\":null,\"c\":0}",
            "{\"a\":0,\"b\":true,\"c\":0}",
            "{\"a\":0,\"b\":0,\"c\":0",
            "{\"a\":0,\"b\":0,\"c\":0} {}",
            "[1,2,3]",
            "0,0,0",
            "{\"a\":NaN,\"b\":0,\"c\":0}",
            "{\"a\":" + "[".repeat(10_000),
            "{\"x\":" + "[".repeat(10_000));
    List<String> lines = answers(String.join("\n", in));
    assertEquals(in.size(), lines.size());
    assertFalse(lines.getFirst().contains("error"));
    for (int i = 1; i < lines.size(); i++) {
      JsonObject answer = JsonParser.parseString(lines.get(i)).getAsJsonObject();
      assertEquals(i + 1, answer.get("row").getAsInt());
      assertEquals(in.get(i), answer.get("line").getAsString());
      assertFalse(answer.get("error").getAsString().isEmpty());
    }
    assertTrue(lines.get(1).contains("column \\\"c\\\": the cell is missing"), lines.get(1));
    assertTrue(lines.get(5).contains("not one JSON object"), lines.get(5));
    assertEquals(new LineDetector.Summary(1, 0, in.size() - 1), summary);
  }

  @Test
  void aLineThatDoesNotEndIsSkippedInBoundedMemory() {
    byte[] head = "a,b,c\n0,0,0\n".getBytes(StandardCharsets.UTF_8);
    byte[] tail = "\n0,0,0\n".getBytes(StandardCharsets.UTF_8);
    long endless = 50_000_000;
    InputStream in =
        new InputStream() {
          private long at;

          @Override
          public int read() {
            long i = at++;
            if (i < head.length) {
              return head[(int) i];
            }
            i -= head.length;
            if (i < endless) {
              return '7';
            }
            return i - endless < tail.length ? tail[(int) (i - endless)] : -1;
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    summary =
        new LineDetector(detector, LineDetector.Options.standard(), workers, bad::add)
            .run("standard input", in, out);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(4, lines.size());
    assertTrue(lines.get(2).contains("longer than"), lines.get(2));
    assertEquals(lines.get(1), lines.get(3));
    assertTrue(out.size() < 1_000);
  }

  @Test
  void eachLineIsAnsweredBeforeTheNextIsWaitedFor() {
    List<String> in = List.of("a,b,c\n", "0,0,0\n", "1,1,1\n0,", "0,1\n", "0,9,0");
    int[] answersSoFar = {0, 1, 2, 3, 4};
    List<Integer> seen = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream flushed = // only what is flushed counts
        new OutputStream() {
          private final ByteArrayOutputStream held = new ByteArrayOutputStream();

          @Override
          public void write(int b) {
            held.write(b);
          }

          @Override
          public void flush() {
            out.writeBytes(held.toByteArray());
            held.reset();
          }
        };
    InputStream slow =
        new InputStream() {
          private int next;

          @Override
          public int read() {
            throw new AssertionError("byte by byte");
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            seen.add((int) out.toString(StandardCharsets.UTF_8).lines().count());
            if (next == in.size()) {
              return -1;
            }
            byte[] some = in.get(next++).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(some, 0, bytes, from, some.length);
            return some.length;
          }
        };
    new LineDetector(detector, LineDetector.Options.standard(), workers, bad::add)
        .run("standard input", slow, flushed);
    for (int i = 0; i < answersSoFar.length; i++) {
      assertEquals(answersSoFar[i], seen.get(i), seen.toString());
    }
    assertEquals(5, out.toString(StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void batchesDoNotMatter() {
    Random random = new Random(1);
    String rows =
        IntStream.range(0, 5_000)
            .mapToObj(_ ->
                random.nextGaussian() + "," + 1.5 * random.nextGaussian() + "," + random.nextInt(2))
            .collect(Collectors.joining("\n"));
    List<String> together = answers("a,b,c\n" + rows);
    assertEquals(5_001, together.size());
    List<String> lines = rows.lines().toList();
    for (int i = 0; i < 300; i++) {
      assertEquals(together.get(i + 1), answers("a,b,c\n" + lines.get(i)).get(1));
    }
  }

  @Test
  void theRateOfFalseDiscoveriesIsThatOfTheLastRows() {
    String rows = "0,0,0\n".repeat(500) + "0,9,0\n".repeat(50) + "0,0,0\n".repeat(500);
    LineDetector.Options options =
        LineDetector.Options.standard()
            .withRule(new NoveltyRule.FalseDiscoveryRate(0.1))
            .withWindow(100)
            .withReasons(false);
    List<String> lines = answers(("a,b,c\n" + rows).getBytes(StandardCharsets.UTF_8), options);
    assertEquals(new LineDetector.Summary(1050, 50, 0), summary);
    assertTrue(lines.get(501).endsWith(",true,"), lines.get(501));
  }

  @Test
  void refusesWhatIsNoStreamOfTheModelsRows() {
    assertTrue(refusal("").contains("standard input is empty"));
    assertTrue(refusal("\n\n").contains("standard input is empty"));
    assertTrue(refusal("a,b,d\n1,2,3\n").contains("no column \"c\""));
    assertTrue(refusal("1.5,2,3\n4,5,6\n").contains("the first row is all numbers"));
    assertTrue(refusal("a,b,c,novel\n").contains("has a column \"novel\" already"));
    assertTrue(refusal("\"a,b,c\n").contains("a quoted field in the first line"));
    assertTrue(refusal("x".repeat(LineBatches.LONGEST + 9)).contains("the first line is longer"));
  }

  private String refusal(String in) {
    return assertThrows(TableException.class, () -> answers(in)).getMessage();
  }
}
