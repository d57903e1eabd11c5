package dev.bijou.table.schema;

import static dev.bijou.table.SmallTables.csv;
import static dev.bijou.table.SmallTables.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.fit.Finding;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaInferenceTest {
  private static final int ROWS = 1000;

  @TempDir private Path folder;

  private static Column infer(IntFunction<String> cell) {
    return infer(ROWS, cell);
  }

  private static Column infer(int rows, IntFunction<String> cell) {
    SplittableRandom random = new SplittableRandom(4);
    return SchemaInference.of(
            csv("c,x", rows, i -> cell.apply(i) + "," + random.nextDouble()),
            ColumnPlan.all(),
            List.of(),
            Missing.KEEP,
            1)
        .schema()
        .targets()
        .getFirst();
  }

  @Test
  void numbersOfManyDigitsAreContinuous() {
    SplittableRandom random = new SplittableRandom(5);
    Column column = infer(i -> Double.toString(random.nextDouble()));
    assertEquals(new Kind.Continuous(Kind.Atoms.NONE), column.kind());
    assertTrue(column.isPlain());
  }

  @Test
  void wholeAndRoundedNumbersLieOnAGrid() {
    SplittableRandom random = new SplittableRandom(5);
    assertEquals(
        new Kind.Integral(1, Kind.Atoms.NONE),
        infer(i -> Integer.toString(random.nextInt(500))).kind());
    assertEquals(
        new Kind.Integral(0.1, Kind.Atoms.NONE),
        infer(i -> String.format(Locale.ROOT, "%.1f", 20 * random.nextDouble())).kind());
    assertEquals(0, infer(i -> Integer.toString(random.nextInt(500))).decimals());
  }

  /// Halves have one decimal, and multiples of 25 none: their neighbours are farther apart than that.
  @Test
  void theGridIsAsCoarseAsTheValues() {
    SplittableRandom random = new SplittableRandom(6);
    assertEquals(
        new Kind.Integral(0.5, Kind.Atoms.NONE),
        infer(i -> Double.toString(0.25 + 0.5 * random.nextInt(40))).kind());
    assertEquals(
        new Kind.Integral(25, Kind.Atoms.NONE),
        infer(i -> Integer.toString(10 + 25 * random.nextInt(100))).kind());
  }

  /// Two temperatures of 20,000 are averages of others: the rest are whole degrees, and so are draws.
  @Test
  void aFewNumbersBetweenDoNotHideAGrid() {
    SplittableRandom random = new SplittableRandom(7);
    Column column =
        infer(
            20_000,
            i -> i % 10_000 == 7 ? i + ".333333333" : Long.toString(random.nextLong(-30, 40)));
    assertEquals(new Kind.Integral(1, Kind.Atoms.NONE), column.kind());
    assertEquals(-30, column.min());
    assertEquals(10_008, column.max());
    assertEquals(
        new Kind.Integral(0.1, Kind.Atoms.NONE),
        infer(20_000, i -> i % 5_000 == 0 ? "3.14159" : Double.toString(random.nextInt(500) / 10.0))
            .kind());
    assertEquals(
        new Kind.Continuous(Kind.Atoms.NONE),
        infer(20_000, i -> i % 100 == 0 ? "3.14159265" : Integer.toString(random.nextInt(50)))
            .kind());
  }

  /// Prices that stand again and again among others that stand once.
  @Test
  void numbersOfWhichManyRepeatLieOnAGrid() {
    SplittableRandom random = new SplittableRandom(8);
    assertEquals(
        new Kind.Integral(0.01, Kind.Atoms.NONE),
        infer(
                10_000,
                i ->
                    i % 3 == 0
                        ? List.of("7.90", "8.05", "13.50", "26.99").get(random.nextInt(4))
                        : String.format(Locale.ROOT, "%.2f", 5_000 * random.nextDouble()))
            .kind());
  }

  /// A rounded measurement stays one in other units.
  @Test
  void roundedNumbersInOtherUnitsLieOnAGrid() {
    SplittableRandom random = new SplittableRandom(5);
    Column column =
        infer(_ -> Double.toString((random.nextInt(9) + random.nextInt(60) - 31.7) / 7.3));
    Kind.Integral kind = assertInstanceOf(Kind.Integral.class, column.kind());
    assertEquals(1 / 7.3, kind.grid(), 1e-9);
    assertEquals(-31.7 / 7.3, column.min(), 1e-9);
    assertEquals((12 - 31.7) / 7.3, column.cell(column.relative((12 - 31.7) / 7.3)), 1e-9);
  }

  /// Shares of few, such as two thirds, among numbers that occur once.
  @Test
  void numbersOffAnyGridThatRepeatAreAtoms() {
    SplittableRandom random = new SplittableRandom(5);
    Column column =
        infer(
            10_000,
            _ -> {
              double of = random.nextInt(5, 9);
              return Double.toString(
                  random.nextInt(3) == 0 ? random.nextDouble() : random.nextInt(9) % of / of);
            });
    Kind.Continuous kind = assertInstanceOf(Kind.Continuous.class, column.kind());
    List<Double> atoms = kind.atoms().values();
    assertTrue(
        atoms.contains(2 / 7.0) && atoms.contains(3 / 8.0) && atoms.contains(0.5),
        () -> "" + atoms);
    assertEquals(22, atoms.size(), () -> "" + atoms);
  }

  @Test
  void fewNumbersAreAtomsAlone() {
    assertEquals(
        new Kind.Integral(1, new Kind.Atoms(List.of(3.0, 4.0, 7.0), true)),
        infer(i -> List.of("3", "7", "4").get(i % 3)).kind());
  }

  /// Where rows are many enough to learn each: codes know no order.
  @Test
  void theAmountsOfATariffAreAtomsAlone() {
    Column column = infer(6_000, i -> Integer.toString(i % 50 * (i % 50) * 10 + 3));
    assertTrue(column.kind().atoms().only());
    assertEquals(50, column.kind().atoms().values().size());
    assertEquals(Kind.Atoms.NONE, infer(6_000, i -> Integer.toString(i % 50)).kind().atoms());
    assertEquals(
        Kind.Atoms.NONE, infer(4_000, i -> Integer.toString(i % 50 * (i % 50))).kind().atoms());
    assertEquals(Kind.Atoms.NONE, infer(6_000, i -> i % 50 * (i % 50) + ".5").kind().atoms());
  }

  /// A tenth of the rows and more may share a value because there are few values, each as frequent as the next.
  @Test
  void theTopOfANarrowDistributionIsNoAtom() {
    SplittableRandom random = new SplittableRandom(6);
    assertEquals(
        Kind.Atoms.NONE,
        infer(120, _ -> Long.toString(Math.round(50 + 2 * random.nextGaussian()))).kind().atoms());
    assertEquals(
        Kind.Atoms.NONE,
        infer(120, _ -> "%.1f".formatted(5 + 0.2 * random.nextGaussian())).kind().atoms());
    assertEquals(
        List.of(0.0),
        infer(
                120,
                _ ->
                    random.nextDouble() < 0.4
                        ? "0"
                        : Long.toString(Math.round(50 + 2 * random.nextGaussian())))
            .kind()
            .atoms()
            .values());
  }

  @Test
  void aValueThatStandsOftenIsAnAtom() {
    SplittableRandom random = new SplittableRandom(5);
    Column column = infer(i -> i % 3 == 0 ? "0" : Double.toString(random.nextDouble()));
    assertEquals(new Kind.Continuous(new Kind.Atoms(List.of(0.0), false)), column.kind());
  }

  @ParameterizedTest
  @CsvSource({"yes,no", "TRUE,FALSE", "1,0", "Y,N"})
  void truthsAreBoolean(String yes, String no) {
    assertEquals(new Kind.Binary(no, yes), infer(i -> i % 3 == 0 ? yes : no).kind());
  }

  @Test
  void namesAreLevelsInOrderOfFrequencyAndRareOnesAreMerged() {
    Column column = infer(i -> i < 3 ? "blue" : i % 4 == 0 ? " red" : i % 50 == 1 ? "?" : "green ");
    assertEquals(
        new Kind.Categorical(
            List.of(new Kind.Level("green", 729), new Kind.Level("red", 249)),
            List.of(new Kind.Level("blue", 3))),
        column.kind());
    assertEquals(19, column.missing());
    assertEquals(0.019, column.missingShare(), 1e-12);
    assertEquals("blue", column.text(2));
    assertEquals(3, column.value("purple"));
    assertTrue(Double.isNaN(column.value("NA")));
  }

  @Test
  void levelsAreCapped() {
    SplittableRandom random = new SplittableRandom(5);
    Column column =
        infer(i -> i % 2 == 0 ? "most" : "n" + (i % 4 == 1 ? i / 4 % 40 : random.nextInt(400)));
    Kind.Categorical names = assertInstanceOf(Kind.Categorical.class, column.kind());
    assertTrue(names.levels().size() <= 128);
    assertEquals("most", names.levels().getFirst().name());
    assertTrue(names.rare().stream().allMatch(level -> level.count() < 5));
  }

  @Test
  void keysAndFreeTextAreNamedAndLeftOut() {
    assertEquals(new Kind.Identifier(), infer(i -> "key-" + i).kind());
    assertEquals(new Kind.Identifier(), infer(i -> Integer.toString(i + 1)).kind());
    assertEquals(
        new Kind.Identifier(),
        infer(i -> "words ".repeat(2000) + i / 2).kind()); // 12,000 characters
    Column key = infer(i -> "key-" + i);
    assertEquals(
        "left out of the model: \"c\" (a key or free text)",
        new Finding.LeftOut(List.of(key)).message());
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-01,2024-03-%02d,yyyy-MM-dd,86400",
    "01.03.2024,%02d.03.2024,dd.MM.yyyy,86400",
    "03/01/2024,03/%02d/2024,MM/dd/yyyy,86400",
    "2024-03-01T10:20:30Z,2024-03-%02dT10:20:30Z,yyyy-MM-dd'T'HH:mm:ssXXX,1",
    "2024-03-01 10:20:30,2024-03-%02d 10:20:30,yyyy-MM-dd HH:mm:ss,1"
  })
  void datesAreRecognizedAndWrittenTheSameWay(
      String first, String form, String pattern, double grid) {
    Column column = infer(i -> form.formatted(1 + i % 28));
    assertEquals(new Kind.DateTime(pattern, grid), column.kind());
    assertEquals(first, column.text(column.min()));
    assertEquals(column.min(), column.value(first));
    assertEquals(27 * 86_400, column.max() - column.min());
  }

  /// As Java and Parquet files write points in time: with as many digits as they need.
  @Test
  void fractionsOfASecondMayHaveFewerDigits() {
    Column column = infer(i -> Instant.ofEpochSecond(i, i % 3 * 1_001_000L * (i % 2)).toString());
    assertEquals("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", ((Kind.DateTime) column.kind()).pattern());
    assertEquals(1.001001, column.value("1970-01-01T00:00:01.001001Z"), 1e-9);
    assertEquals(1, column.value("1970-01-01T00:00:01Z"));
  }

  @Test
  void cellsThatAreAlwaysTheSameAreConstant() {
    assertEquals(new Kind.Constant("k"), infer(i -> "k").kind());
    assertEquals(new Kind.Constant(""), infer(i -> "NA").kind());
    assertEquals(new Kind.Constant("3"), infer(i -> "3").kind());
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, '1,1.00,+1e0', '1.1,x'",
    "kg, kg, 'KG,g,1'",
    "true, 'TRUE,True', 'false,1'",
    "2024-03-01, 2024-03-01, '2024-03-02,01.03.2024'",
    "3/1/2024, 03/01/2024, 3/2/2024",
  })
  void constantsAreComparedByTheirValue(String constant, String same, String others) {
    Column column = infer(_ -> constant);
    assertEquals(new Kind.Constant(constant), column.kind());
    assertEquals(constant, column.text(column.value(constant)));
    for (String cell : same.split(",")) {
      assertEquals(0, column.value(cell), cell);
    }
    for (String cell : others.split(",")) {
      assertEquals(1, column.value(cell), cell);
    }
    assertTrue(Double.isNaN(column.value("NA")));
  }

  @Test
  void cellsThatAreAlwaysMissingAreConstantToo() {
    Column column = infer(_ -> "NA");
    assertEquals(0, column.value(""));
    assertEquals(0, column.value("?"));
    assertEquals(1, column.value("0"));
    assertEquals("", column.text(0));
  }

  @Test
  void numbersThatAreWrittenDifferentlyAreOneConstant() {
    assertEquals(new Kind.Constant("1.0"), infer(i -> i % 2 == 0 ? "1.0" : "1.00").kind());
  }

  @Test
  void aDraftMayNotCallWhatVariesConstant() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.json"),
            "{\"version\": 2, \"targets\": [{\"name\": \"a\", \"type\": \"constant\"}]}");
    assertEquals(
        "t.csv, column \"a\": the schema says constant, but its cells differ",
        refusal(() ->
            SchemaInference.of(
                csv("a\nx\ny\n"), SchemaDraft.read(file), List.of(), Missing.KEEP, 1)));
  }

  @Test
  void columnsOfParquetAreInferredToo() {
    Schema schema =
        SchemaInference.of(
                TableSource.of(
                    "t.parquet",
                    SchemaInferenceTest.class.getResourceAsStream(
                        "/dev/bijou/table/io/none.parquet")),
                ColumnPlan.all(),
                List.of(),
                Missing.KEEP,
                1)
            .schema();
    assertTrue(
        schema.columns().stream().allMatch(column -> column.kind().isNumeric()), schema::toString);
  }

  @Test
  void aFewWordsAmongNumbersAreMistakes() {
    Column column = infer(i -> i == 500 ? "low" : Integer.toString(i % 400));
    assertInstanceOf(Kind.Integral.class, column.kind());
    assertInstanceOf(
        Kind.Categorical.class, infer(i -> i % 4 == 0 ? "A" : Integer.toString(i % 4)).kind());
  }

  @Test
  void aDraftDecides() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("schema.json"),
            """
            {"version": 2,
             "targets": [{"name": "b", "type": "categorical"}, {"name": "a", "min": -5}],
             "given": [{"name": "c", "type": "categorical", "levels": ["1", "2"]}]}
            """);
    Schema schema =
        SchemaInference.of(
                csv("a,b,c,d", 100, i -> i / 3.0 + "," + i % 3 + "," + (1 + i % 2) + ",x"),
                SchemaDraft.read(file),
                List.of(),
                Missing.KEEP,
                1)
            .schema();
    assertEquals(List.of("0", "1", "2"), schema.targets().getFirst().kind().names());
    assertEquals(-5, schema.targets().get(1).min());
    assertEquals(
        new Kind.Categorical(List.of(new Kind.Level("1", 50), new Kind.Level("2", 50)), List.of()),
        schema.given().getFirst().kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [1]                                                | it is not a JSON object
          {"version": 1, "targets": []}                      | "version" is 1, but must be 2
          {"version": 2, "targets": []}                      | there are no "targets", columns to model
          {"version": 2, "targets": [{"type": "integer"}]}   | a column has no "name"
          {"version": 2, "targets": [{"name":"a"},{"name":"a"}]} | column "a" appears twice
          {"version": 2, "targets": [{"name":"a","grid":"x"}]} | column "a": "grid" must be a number
          {"version": 2, "targets": [{"name":"a","type":"int"}]} | column "a" has the type "int"; it must be one of continuous, integer, categorical, boolean, date-time, constant, identifier
          """)
  void saysWhatIsWrongWithADraft(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("s.json"), text);
    assertEquals(file + ": " + message, refusal(() -> SchemaDraft.read(file)));
  }

  @Test
  void saysWhatInTheTableIsNotAsTheDraftHasIt() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.json"),
            "{\"version\": 2, \"targets\": [{\"name\": \"a\", \"type\": \"date-time\"}]}");
    assertEquals(
        "t.csv, column \"a\": the schema says date-time, but not all cells are written in one known way",
        refusal(() ->
            SchemaInference.of(
                csv("a\nx\ny\n"), SchemaDraft.read(file), List.of(), Missing.KEEP, 1)));
    assertEquals(
        "t.csv has no column \"a\"; it has \"bbb\"",
        refusal(() ->
            SchemaInference.of(
                csv("bbb\nx\n"), SchemaDraft.read(file), List.of(), Missing.KEEP, 1)));
  }
}
