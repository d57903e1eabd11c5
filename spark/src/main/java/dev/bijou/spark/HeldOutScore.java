package dev.bijou.spark;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.tensor.ParameterPack;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/// The mean log-density of held-out rows, which tasks compute slice by slice. The slices, and so the sum, do not depend on
/// the executors.
///
/// @param context in which its jobs run
/// @param slices of the rows
/// @param rows how many there are
record HeldOutScore(JavaSparkContext context, Broadcast<List<Dataset>> slices, long rows)
    implements AutoCloseable {
  private static final int SLICE = 2048;
  private static final double LEAST_SCORE = -1e5;

  static HeldOutScore of(JavaSparkContext context, Dataset heldOut) {
    List<Dataset> slices = new ArrayList<>();
    float[] row = new float[heldOut.width()];
    for (int from = 0; from < heldOut.size(); from += SLICE) {
      Dataset slice = new Dataset(heldOut.features(), heldOut.contextFeatures());
      for (int i = from; i < Math.min(from + SLICE, heldOut.size()); i++) {
        for (int f = 0; f < row.length; f++) {
          row[f] = heldOut.get(i, f);
        }
        slice.add(row);
      }
      slices.add(slice);
    }
    return new HeldOutScore(context, context.broadcast(List.copyOf(slices)), heldOut.size());
  }

  /// The mean, in nats.
  ///
  /// @param flow the bytes of its file
  /// @param weights of it
  double of(Broadcast<byte[]> flow, float[] weights) {
    Broadcast<float[]> sent = context.broadcast(weights);
    try {
      int count = slices.value().size();
      List<Integer> numbers = IntStream.range(0, count).boxed().toList();
      List<Double> sums =
          context
              .parallelize(numbers, Math.min(count, context.defaultParallelism()))
              .map(new Sum(flow, sent, slices))
              .collect();
      double sum = 0;
      for (double part : sums) {
        sum += part;
      }
      return sum / rows;
    } finally {
      sent.destroy();
    }
  }

  /// The sum over a slice.
  private record Sum(
      Broadcast<byte[]> flow, Broadcast<float[]> weights, Broadcast<List<Dataset>> slices)
      implements Function<Integer, Double> {
    @Override
    public Double call(Integer number) {
      Distribution open = TaskThread.flow(flow);
      float[] values = ParameterPack.of(open).values();
      System.arraycopy(weights.value(), 0, values, 0, values.length);
      Dataset slice = slices.value().get(number);
      return slice.size() * Evaluation.meanLogProb(open, slice, LEAST_SCORE, TaskThread.own());
    }
  }

  @Override
  public void close() {
    slices.destroy();
  }
}
