package dev.bijou.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Flows;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// The page is well-formed, complete, refers to nothing outside, and stays so for tables at the edge of what is
/// possible.
final class ModelReportTest {
  private static final NetworkSpec TINY = new NetworkSpec.Mlp(List.of(4), Activation.RELU, 0);

  private static ModelReport report(TableModel model, Optional<TrainingTable> table, long seed) {
    try (Workers workers = new Workers(1)) {
      return ModelReport.of("m.bijou", model, table, Optional.empty(), seed, workers);
    }
  }

  /// A model of that many columns and given columns, set up from normal rows but not trained.
  private static TableModel model(int targets, int given) {
    Flows.Options options =
        Flows.Options.standard().withLayers(2).withNetwork(TINY).withContext(given);
    Distribution flow = Flows.realNvp(targets, options).build(1);
    flow.initialize(normal(targets), given == 0 ? Context.NONE : Context.of(normal(given)));
    List<Column> columns = columns("c", targets);
    List<Column> givenColumns = columns("g", given);
    Schema schema = new Schema(columns, givenColumns);
    List<String> order = schema.columns().stream().map(Column::name).toList();
    return new TableModel(flow, schema, order, provenance(schema), "0.1");
  }

  private static Tensor normal(int features) {
    Random random = new Random(1);
    Tensor x = Tensor.zeros(features, 200);
    for (int i = 0; i < x.size(); i++) {
      x.data()[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static List<Column> columns(String letter, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Column(letter + i, 0, 200, 0, 1, -3, 3, 200, -1))
        .toList();
  }

  private static Provenance provenance(Schema schema) {
    return provenance(schema, -1.5);
  }

  private static Provenance provenance(Schema schema, double logDensity) {
    double[] percentiles =
        IntStream.rangeClosed(0, 100).mapToDouble(p -> (p - 50) / 15.0).toArray();
    return new Provenance(
        new Provenance.Data("t.csv", "00ff", "ab", 200, 0, 180, List.of()),
        Map.of("seed", "0"),
        new Provenance.HeldOut(20, "a random 10% of the rows", logDensity, -2.5),
        12.5,
        "2026-01-01T00:00:00Z",
        "scalar",
        List.of(
            new Provenance.Member(
                "COMPLETED",
                30,
                3,
                new float[] {1, 2, 3},
                new float[] {-9, -2, -1},
                new float[] {-8, -2, -1.5f})),
        schema.columns().stream()
            .map(column -> new Provenance.Quantiles(column.name(), percentiles))
            .toList(),
        List.of("column \"c0\" is <odd> & more"));
  }

  private static Optional<TrainingTable> table(TableModel model, int rows, double deviation) {
    Random random = new Random(2);
    List<String> names = model.schema().columns().stream().map(Column::name).toList();
    StringBuilder csv = new StringBuilder(String.join(",", names)).append('\n');
    for (int n = 0; n < rows; n++) {
      csv.append(
          names.stream()
              .map(_ -> String.format(Locale.ROOT, "%.5f", deviation * random.nextGaussian()))
              .collect(Collectors.joining(",", "", "\n")));
    }
    var stream = new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8));
    return Optional.of(
        TrainingTable.load(
            TableSource.of("t.csv", stream),
            model.schema(),
            new TrainingTable.Options(Missing.REFUSE, ModelReport.tableBytes(model), 0)));
  }

  private static Document parse(String xml) {
    try {
      var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError(
          e.getMessage() + " in " + xml.substring(0, Math.min(300, xml.length())), e);
    }
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /// Parses the page, and checks what holds for every page.
  private static List<String> sections(ModelReport report) {
    Document page = parse(report.html());
    for (String outside :
        List.of("http:", "https:", "//", "src=", "url(", "<script", "@import", "NaN", "Infinity")) {
      assertFalse(report.html().contains(outside), outside);
    }
    Set<String> ids = new HashSet<>();
    for (Element element : elements(page, "*")) {
      String id = element.getAttribute("id");
      assertTrue(id.isEmpty() || ids.add(id), id);
    }
    for (Element svg : elements(page, "svg")) {
      if (!svg.getAttribute("role").isEmpty()) {
        assertFalse(svg.getElementsByTagName("title").item(0).getTextContent().isEmpty());
        assertFalse(svg.getElementsByTagName("desc").item(0).getTextContent().isEmpty());
      }
    }
    assertTrue(report.html().length() < 2_000_000, () -> report.html().length() + " characters");
    for (String figure : report.figures().values()) {
      assertEquals("svg", parse(figure).getDocumentElement().getTagName());
    }
    return elements(page, "section").stream().map(section -> section.getAttribute("id")).toList();
  }

  @Test
  void hasAllSectionsForATable() {
    TableModel model = model(4, 0);
    ModelReport report = report(model, table(model, 300, 1), 0);
    assertEquals(List.of("learning", "columns", "pairs", "scores", "flow"), sections(report));
    assertTrue(report.html().contains("+1.00"), "the gain");
    assertTrue(report.html().contains("&lt;odd&gt; &amp; more"), "the finding");
    assertEquals(
        Set.of(
            "learning",
            "column-1",
            "column-2",
            "column-3",
            "column-4",
            "pair-data",
            "pair-model",
            "pairs",
            "scores",
            "flow"),
        report.figures().keySet());
  }

  @Test
  void aModelNoBetterThanTheGaussianSaysWhy() {
    TableModel good = model(2, 0);
    TableModel poor =
        new TableModel(
            good.distribution(),
            good.schema(),
            good.order(),
            provenance(good.schema(), -2.6),
            "0.1");
    ModelReport report = report(poor, Optional.empty(), 0);
    sections(report);
    assertTrue(report.html().contains("Why it is no better than a Gaussian"));
    assertTrue(report.html().contains("the Gaussian is no worse"));
    assertFalse(report(good, Optional.empty(), 0).html().contains("no better than a Gaussian"));
  }

  @Test
  void needsNoTable() {
    ModelReport report = report(model(3, 0), Optional.empty(), 0);
    assertEquals(List.of("learning", "columns", "pairs", "flow"), sections(report));
    assertTrue(report.html().contains("by the percentiles that the model remembers"));
  }

  @Test
  void theSameSeedGivesTheSamePage() {
    TableModel model = model(3, 0);
    String first = report(model, table(model, 300, 1), 7).html();
    assertEquals(first, report(model, table(model, 300, 1), 7).html());
    assertNotEquals(first, report(model, table(model, 300, 1), 8).html());
    try (Workers workers = new Workers(3)) {
      assertEquals(
          first,
          ModelReport.of("m.bijou", model, table(model, 300, 1), Optional.empty(), 7, workers)
              .html());
    }
  }

  @Test
  void aConditionalModelIsSampledForTheTablesRows() {
    TableModel model = model(2, 2);
    ModelReport with = report(model, table(model, 300, 1), 0);
    assertEquals(List.of("learning", "columns", "pairs", "scores", "flow"), sections(with));
    assertEquals(
        2, with.figures().keySet().stream().filter(name -> name.startsWith("column-")).count());
    ModelReport without = report(model, Optional.empty(), 0);
    assertEquals(List.of("learning", "columns", "flow"), sections(without));
    assertTrue(without.html().contains("name a table that has them"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 500})
  void anyNumberOfColumnsWorks(int columns) {
    TableModel model = model(columns, 0);
    List<String> sections = sections(report(model, table(model, 60, 1), 0));
    assertEquals(columns > 1, sections.contains("pairs"));
    assertTrue(sections.containsAll(List.of("learning", "columns", "scores", "flow")));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-30, 1e12})
  void constantAndFarColumnsWork(double deviation) {
    TableModel model = model(3, 0);
    assertEquals(5, sections(report(model, table(model, 40, deviation), 0)).size());
  }

  @Test
  void oneRowWorks() {
    TableModel model = model(2, 0);
    assertEquals(5, sections(report(model, table(model, 1, 1), 0)).size());
  }

  @Test
  void aLargeTableIsShownByASampleAsADensity() {
    TableModel model = model(2, 0);
    ModelReport report = report(model, table(model, 25_000, 1), 0);
    sections(report);
    assertTrue(report.html().contains("20,000 of 25,000 rows"), report.html());
    assertTrue(report.figures().get("pair-data").contains("class=\"cells\""));
  }

  @Test
  void namesMayHoldAnything() {
    TableModel plain = model(2, 0);
    List<Column> odd =
        Arrays.asList(
            new Column("<b>&\"'\u0002", 0, 200, 0, 1, -3, 3, 200, -1),
            new Column("http //x " + "long".repeat(40), 0, 200, 0, 1, -3, 3, 200, -1));
    Schema schema = new Schema(odd, List.of());
    List<String> order = odd.stream().map(Column::name).toList();
    TableModel model =
        new TableModel(plain.distribution(), schema, order, provenance(schema), "0.1");
    parse(report(model, Optional.empty(), 0).html());
  }
}
