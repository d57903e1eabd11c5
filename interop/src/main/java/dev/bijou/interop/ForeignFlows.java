package dev.bijou.interop;

import dev.bijou.ModelFileException;
import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.Chain;
import dev.bijou.flow.Flow;
import dev.bijou.interop.config.Config;
import dev.bijou.interop.container.WeightFile;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.flowjax.Flowjax;
import dev.bijou.interop.layer.Scaling;
import dev.bijou.interop.nflows.Nflows;
import dev.bijou.interop.normflows.Normflows;
import dev.bijou.interop.zuko.Zuko;
import dev.bijou.storage.Quoted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads flows that other libraries have learned.
///
/// A file of weights does not say everything of its flow: a configuration, JSON, says the rest, see [Config]. Nothing in a
/// file is run, and what is read is bounded by the size of the file.
public final class ForeignFlows {
  /// The libraries whose flows are read.
  public static final List<String> LIBRARIES = List.of("zuko", "nflows", "normflows", "flowjax");

  private ForeignFlows() {}

  /// Reads a flow.
  ///
  /// @param file what `torch.save`, safetensors, `numpy.savez` or equinox wrote
  /// @param config a configuration, JSON; an empty object if there is none
  /// @param source where the configuration comes from, for messages
  /// @param library the library; empty if the configuration or the names of the weights say it
  /// @throws ModelFileException if the file or the configuration cannot be used
  public static Imported read(Path file, String config, String source, String library) {
    Config known = Config.parse(config, source);
    try (Weights weights = WeightFile.open(file)) {
      String name = library.isEmpty() ? known.library() : library;
      if (name.isEmpty()) {
        name = recognized(weights);
      }
      return new Imported(normalized(flow(name, weights, known), known), name);
    }
  }

  private static Flow flow(String library, Weights weights, Config config) {
    try {
      return switch (library) {
        case "zuko" -> Zuko.read(weights, config);
        case "nflows" -> Nflows.read(weights, config);
        case "normflows" -> Normflows.read(weights, config);
        case "flowjax" -> Flowjax.read(weights, config);
        default ->
            throw weights.problem(
                "flows of %s are not read, but those of %s"
                    .formatted(Quoted.of(library), String.join(", ", LIBRARIES)));
      };
    } catch (IllegalArgumentException e) { // a specification refuses its numbers
      throw new ModelFileException(
          weights.problem("its flow cannot be built: " + e.getMessage()).getMessage(), e);
    }
  }

  private static String recognized(Weights weights) {
    if (Zuko.owns(weights)) {
      return "zuko";
    }
    if (Nflows.owns(weights)) {
      return "nflows";
    }
    if (Normflows.owns(weights)) {
      return "normflows";
    }
    if (Flowjax.owns(weights)) {
      return "flowjax";
    }
    throw weights.problem(
        "its names do not tell which library's flow it is; say one of %s"
            .formatted(String.join(", ", LIBRARIES)));
  }

  /// The flow of data that were normalized before it learned from them, as the density of the data.
  private static Flow normalized(Flow flow, Config config) {
    Config.Fields normalization = config.top().object("normalization").orElse(null);
    if (normalization == null) {
      return flow;
    }
    Bijection scaling = Scaling.of(normalization, flow.features());
    List<Bijection> layers = new ArrayList<>();
    if (flow.bijection() instanceof Chain(List<Bijection> own)) {
      layers.addAll(own);
    } else {
      layers.add(flow.bijection());
    }
    layers.add(scaling);
    return new Flow(flow.base(), new Chain(layers));
  }
}
