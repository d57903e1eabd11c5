package dev.bijou.benchmark;

import com.sun.management.ThreadMXBean;
import dev.bijou.Activation;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Flows;
import dev.bijou.flow.RowScorer;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Objective;
import dev.bijou.train.TrainingOptions;
import dev.bijou.train.TrainingSteps;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One prepared work: something to repeat and time.
///
/// @param name as in `benchmarks/peers/PROTOCOL.md`
/// @param parameters trainable numbers, masked ones included
/// @param repetition does the work once
record Work(String name, long parameters, Runnable repetition) {
  private static final int ROWS = 8_192;
  private static final int LAYERS = 5;
  private static final int CONTEXT = 8;
  static final float RATE = 1e-3f;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// Where a result goes that nobody reads, so that it has to be computed.
  private static volatile float sink;

  /// Builds the flow and the data of a work.
  ///
  /// @throws IOException if the data cannot be read
  /// @throws IllegalArgumentException if the name is not a work's
  static Work prepare(String name, Path file, Workers workers) throws IOException {
    String[] words = name.split("/", -1);
    if (words[0].equals("product") && words.length == 3) {
      return new Work(name, 0, Products.of(words[1], Integer.parseInt(words[2])));
    }
    if (words[0].equals("train-voice") && words.length == 4
        || words[0].equals("speak-voice") && words.length == 3) {
      return VoiceWork.prepare(words, file, workers);
    }
    if (words.length < 4) {
      throw new IllegalArgumentException("no such work: " + name);
    }
    int columns = Integer.parseInt(words[2]);
    int hidden = Integer.parseInt(words[3]);
    int given = words[0].endsWith("-given") ? CONTEXT : 0;
    Distribution flow = spec(words[1], columns, hidden, given).build(1);
    long parameters = flow.parameterCount();
    Dataset data = read(file, columns, given);
    Runnable repetition =
        switch (words[0]) {
          case "train" -> training(flow, data, Integer.parseInt(words[4]), workers);
          case "score-one" -> scoringOne(flow, data);
          case "score-8192", "score-8192-given" -> () -> Evaluation.logProb(flow, data, workers);
          case "sample-8192", "sample-8192-given" -> sampling(flow, data, workers);
          default -> throw new IllegalArgumentException("no such work: " + name);
        };
    return new Work(name, parameters, repetition);
  }

  private static DistributionSpec spec(String flow, int columns, int hidden, int given) {
    String[] words = flow.split(":", 2);
    Flows.Options options =
        Flows.Options.standard()
            .withContext(given)
            .withLayers(words.length == 2 ? Integer.parseInt(words[1]) : LAYERS)
            .withNetwork(new NetworkSpec.Mlp(List.of(hidden, hidden), Activation.RELU, 0));
    return switch (words[0]) {
      case "nsf-ar" -> Flows.neuralSpline(columns, options);
      case "nsf-coupling" -> Flows.neuralSplineCoupling(columns, options);
      case "maf" -> Flows.maskedAutoregressive(columns, options);
      default -> throw new IllegalArgumentException("no such flow: " + flow);
    };
  }

  /// Rows of raw floats.
  static Dataset read(Path file, int columns, int given) throws IOException {
    var floats =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    Dataset data = new Dataset(columns, given);
    float[] row = new float[data.width()];
    while (floats.remaining() >= row.length) {
      floats.get(row);
      data.add(row);
    }
    return data;
  }

  private static Runnable training(Distribution flow, Dataset data, int batch, Workers workers) {
    return new TrainingSteps(
            flow,
            Objective.maximumLikelihood(flow, data, data, batch, 1),
            TrainingOptions.standard().withLearningRate(RATE),
            workers)
        ::next;
  }

  private static Runnable scoringOne(Distribution flow, Dataset data) {
    RowScorer scorer = RowScorer.of(flow);
    float[] row = data.first(1).x().toArray();
    return () -> sink = scorer.logProb(row);
  }

  private static Runnable sampling(Distribution flow, Dataset data, Workers workers) {
    Context given = data.first(ROWS).context();
    return () -> Evaluation.sample(flow, ROWS, given, 1, workers);
  }

  /// Bytes this thread has allocated so far; asking allocates nothing.
  static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
