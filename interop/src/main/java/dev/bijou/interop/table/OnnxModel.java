package dev.bijou.interop.table;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.interop.onnx.Densities;
import dev.bijou.interop.onnx.Draws;
import dev.bijou.interop.onnx.Graph;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.interop.onnx.Numbers;
import dev.bijou.interop.onnx.Type;
import dev.bijou.interop.onnx.Unusual;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The graph of a density, of draws or of latents.
public final class OnnxModel {
  private static final String LOG_DENSITY = "log_density";
  private static final String NOVELTY = "novelty";
  private static final String P_VALUE = "p_value";
  private static final String LATENT = "latent";
  private static final String NOISE = "noise";

  private final Graph graph;
  private final String name;

  private OnnxModel(Graph graph, String name) {
    this.graph = graph;
    this.name = name;
  }

  /// log p(x) as `log_density`, from the cells of a row, and if a calibrated model is given, `novelty` and `p_value`.
  ///
  /// @param calibrated the model of the distribution and the schema
  /// @param watches whether constants are watched, and keys and free text counted
  public static OnnxModel score(
      Distribution distribution, Schema schema, Optional<TableModel> calibrated, boolean watches) {
    List<String> outputs =
        calibrated.isPresent() ? List.of(LOG_DENSITY, NOVELTY, P_VALUE) : List.of(LOG_DENSITY);
    Graph graph = new Graph(names(schema, outputs));
    TableRows rows = TableRows.inputs(graph, schema);
    Value x = rows.x();
    Value context = rows.context();
    Densities densities = new Densities(graph, Numbers.of(distribution));
    Unusual unusual = Unusual.of(densities, distribution.spec(), "", x, context);
    Value marks = rows.marks(x, context);
    Constants constants = Constants.of(rows, schema).stream().findFirst().orElse(null);
    Value logDensity =
        constants == null
            ? unusual.logProb()
            : graph.add(unusual.logProb(), constants.logProbability());
    graph.output(LOG_DENSITY, graph.add(logDensity, marks), 1, Type.FLOAT);
    calibrated.ifPresent(model -> {
      Judgement.Judged judged =
          new Judgement(graph, model, model.calibration().orElseThrow())
              .of(rows, unusual, watches ? constants : null, watches);
      graph.output(NOVELTY, marked(graph, judged.novelty(), marks), 1, Type.FLOAT);
      graph.output(P_VALUE, marked(graph, judged.pValue(), marks), 1, Type.FLOAT);
    });
    return new OnnxModel(graph, "score");
  }

  private static Value marked(Graph graph, Value wide, Value marks) {
    return graph.add(graph.cast(wide, Type.FLOAT), marks);
  }

  /// `latent`, from the cells of a row: the variable of the base.
  public static OnnxModel latent(Distribution distribution, Schema schema) {
    Graph graph = new Graph(names(schema, List.of(LATENT)));
    TableRows rows = TableRows.inputs(graph, schema);
    Value x = rows.x();
    Value context = rows.context();
    Densities densities = new Densities(graph, Numbers.of(distribution));
    Value z = densities.latent(distribution.spec(), "", x, context);
    graph.output(LATENT, graph.add(z, rows.marks(x, context)), distribution.features(), Type.FLOAT);
    return new OnnxModel(graph, LATENT);
  }

  /// The cells of a row, from `noise`.
  public static OnnxModel sample(Distribution distribution, Schema schema) {
    DistributionSpec spec = distribution.spec();
    Graph graph = new Graph(names(schema, List.of(NOISE, "sound")));
    Value noise = graph.input(NOISE, Draws.noises(spec), Type.FLOAT);
    @Nullable Value context = TableRows.conditions(graph, schema).context();
    Draws.Drawn drawn = new Draws(graph, Numbers.of(distribution)).of(spec, "", noise, context);
    new DrawnCells(graph, drawn, schema).related(schema).output(schema);
    return new OnnxModel(graph, "sample");
  }

  private static List<String> names(Schema schema, List<String> own) {
    List<String> names = new ArrayList<>(own);
    Stream.concat(schema.targets().stream(), schema.given().stream())
        .map(Column::name)
        .forEach(names::add);
    return names;
  }

  /// The bytes of all constants.
  public long constants() {
    return graph.constants().size();
  }

  /// The bytes of the model. To be called once.
  ///
  /// @param file where the large constants are to be, beside the model; empty if within it
  public byte[] bytes(String file) {
    return graph.toModel(name, file);
  }

  /// Writes the large constants.
  public void writeConstants(OutputStream out) throws IOException {
    graph.constants().write(out);
  }
}
