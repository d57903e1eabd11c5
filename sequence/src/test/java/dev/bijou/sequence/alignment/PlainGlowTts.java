package dev.bijou.sequence.alignment;

import dev.bijou.bijection.Chain;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.testing.Determinant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Glow-TTS by the formulas of its paper, in double, with loops and nothing else: what the flow is compared with. Arrays are
/// features × lanes.
final class PlainGlowTts {
  private final Map<String, Tensor> numbers = new HashMap<>();
  private final AlignedFlowSpec spec;

  PlainGlowTts(AlignedFlow flow) {
    this.spec = flow.spec();
    flow.visit(
        "",
        new Trainable.Visitor() {
          @Override
          public void parameter(String name, Parameter parameter) {
            numbers.put(name, parameter.value());
          }

          @Override
          public void state(String name, Tensor tensor) {}
        });
  }

  /// log p(x | symbols) under the best alignment: the paper's equations 1, 4 and 5.
  double logProb(int[] symbols, Tensor x) {
    double[][] mean = mean(symbols);
    int frames = x.lanes() / 2;
    double[][] squeezed = new double[2 * x.features()][frames];
    for (int f = 0; f < x.features(); f++) {
      for (int t = 0; t < x.lanes(); t++) {
        squeezed[t % 2 * x.features() + f][t / 2] = x.get(f, t);
      }
    }
    double[] logDet = {0};
    double[][] z = decoded(squeezed, logDet);
    double[][] best = new double[symbols.length][x.lanes()];
    for (int j = 0; j < x.lanes(); j++) {
      for (int i = 0; i < symbols.length; i++) {
        double own = -0.5 * x.features() * Math.log(2 * Math.PI);
        for (int f = 0; f < x.features(); f++) {
          double difference = z[j % 2 * x.features() + f][j / 2] - mean[f][i];
          own -= 0.5 * difference * difference;
        }
        double before =
            j == 0
                ? (i == 0 ? 0 : Double.NEGATIVE_INFINITY)
                : Math.max(best[i][j - 1], i == 0 ? Double.NEGATIVE_INFINITY : best[i - 1][j - 1]);
        best[i][j] = own + before;
      }
    }
    return best[symbols.length - 1][x.lanes() - 1] + logDet[0];
  }

  /// The means of the symbols.
  double[][] mean(int... symbols) {
    return convolved(hidden(symbols), "encoder.mean");
  }

  /// The logarithms of their durations.
  double[] logDurations(int... symbols) {
    double[][] h = hidden(symbols);
    for (int i = 0; i < 2; i++) {
      String name = "durations.layers." + i;
      h = normalized(positive(convolved(h, name + ".convolution")), name + ".normalization");
    }
    return convolved(h, "durations.end")[0];
  }

  private double[][] hidden(int... symbols) {
    int channels = spec.encoder().channels();
    double[][] embedded = new double[channels][symbols.length];
    for (int c = 0; c < channels; c++) {
      for (int n = 0; n < symbols.length; n++) {
        embedded[c][n] = Math.sqrt(channels) * number("encoder.embedding").get(c, symbols[n]);
      }
    }
    double[][] h = embedded;
    for (int i = 0; i < spec.encoder().prenet().layers(); i++) {
      String name = "encoder.prenet." + i;
      h = positive(normalized(convolved(h, name + ".convolution"), name + ".normalization"));
    }
    double[][] x = sum(embedded, convolved(h, "encoder.projection"));
    for (int i = 0; i < spec.encoder().layers(); i++) {
      String name = "encoder.layers." + i;
      x = normalized(sum(x, attention(x, name)), name + ".attended");
      double[][] wide = positive(convolved(x, name + ".expand"));
      x = normalized(sum(x, convolved(wide, name + ".contract")), name + ".convolved");
    }
    return x;
  }

  private double[][] attention(double[][] x, String name) {
    double[][] q = convolved(x, name + ".queries");
    double[][] k = convolved(x, name + ".keys");
    double[][] v = convolved(x, name + ".values");
    Tensor a = number(name + ".relativeKeys");
    Tensor b = number(name + ".relativeValues");
    int d = a.features();
    int window = a.lanes() / 2;
    int lanes = x[0].length;
    double[][] y = new double[x.length][lanes];
    for (int h = 0; h < x.length; h += d) {
      for (int i = 0; i < lanes; i++) {
        double[] p = new double[lanes];
        double total = 0;
        for (int j = 0; j < lanes; j++) {
          boolean near = Math.abs(j - i) <= window;
          double score = 0;
          for (int c = 0; c < d; c++) {
            score += q[h + c][i] * (k[h + c][j] + (near ? a.get(c, window + j - i) : 0));
          }
          p[j] = Math.exp(score / Math.sqrt(d));
          total += p[j];
        }
        for (int j = 0; j < lanes; j++) {
          boolean near = Math.abs(j - i) <= window;
          for (int c = 0; c < d; c++) {
            y[h + c][i] += p[j] / total * (v[h + c][j] + (near ? b.get(c, window + j - i) : 0));
          }
        }
      }
    }
    return convolved(y, name + ".output");
  }

  /// The flow from the data to the base: ActNorm, the convolution in groups of four, the coupling, block after block.
  private double[][] decoded(double[][] x, double[] logDet) {
    int features = x.length;
    int lanes = x[0].length;
    double[][] z = x;
    int layers = ((Chain.Spec) spec.decoder()).layers().size();
    for (int block = layers / 3 - 1; block >= 0; block--) {
      String norm = "decoder.layers." + (3 * block + 2);
      double[][] scaled = new double[features][lanes];
      for (int f = 0; f < features; f++) {
        double raw = number(norm + ".rawScale").get(f, 0);
        double s = raw / (1 + Math.abs(raw) / 10);
        logDet[0] -= s * lanes;
        for (int n = 0; n < lanes; n++) {
          scaled[f][n] = (z[f][n] - number(norm + ".shift").get(f, 0)) * Math.exp(-s);
        }
      }
      z = mixed(scaled, "decoder.layers." + (3 * block + 1), logDet);
      z = coupled(z, "decoder.layers." + 3 * block + ".conditioner", logDet);
    }
    return z;
  }

  private double[][] mixed(double[][] x, String name, double[] logDet) {
    Tensor factors = number(name + ".factors");
    int size = factors.features();
    double[][] w = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k <= Math.min(i, j); k++) {
          double raw = number(name + ".rawDiagonal").get(k, 0);
          double lower = k == i ? 1 : factors.get(i, k);
          double upper = k == j ? Math.exp(raw / (1 + Math.abs(raw) / 7)) : factors.get(k, j);
          w[i][j] += lower * upper;
        }
      }
    }
    int half = size / 2;
    int groups = x.length / size;
    double[][] y = new double[x.length][x[0].length];
    for (int g = 0; g < groups; g++) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          int to = i / half * (x.length / 2) + g * half + i % half;
          int from = j / half * (x.length / 2) + g * half + j % half;
          for (int n = 0; n < x[0].length; n++) {
            y[to][n] += w[i][j] * x[from][n];
          }
        }
      }
    }
    logDet[0] += groups * x[0].length * Determinant.logAbs(w);
    return y;
  }

  private double[][] coupled(double[][] x, String name, double[] logDet) {
    int half = x.length / 2;
    double[][] h = convolved(Arrays.copyOf(x, half), name + ".start");
    int channels = h.length;
    double[][] skip = new double[channels][h[0].length];
    for (int layer = 0; numbers.containsKey(name + ".layers." + layer + ".output.bias"); layer++) {
      double[][] u = convolved(h, name + ".layers." + layer + ".convolution");
      double[][] gated = new double[channels][h[0].length];
      for (int c = 0; c < channels; c++) {
        for (int n = 0; n < h[0].length; n++) {
          gated[c][n] = Math.tanh(u[c][n]) / (1 + Math.exp(-u[channels + c][n]));
        }
      }
      double[][] out = convolved(gated, name + ".layers." + layer + ".output");
      if (out.length > channels) {
        h = sum(h, Arrays.copyOf(out, channels));
      }
      skip = sum(skip, Arrays.copyOfRange(out, out.length - channels, out.length));
    }
    double[][] theta = convolved(skip, name + ".end");
    double[][] z = new double[x.length][];
    for (int f = 0; f < half; f++) {
      z[f] = x[f];
      z[half + f] = new double[x[0].length];
      for (int n = 0; n < x[0].length; n++) {
        double raw = theta[2 * f + 1][n];
        double s = raw / (1 + Math.abs(raw) / 3);
        z[half + f][n] = x[half + f][n] * Math.exp(s) + theta[2 * f][n];
        logDet[0] += s;
      }
    }
    return z;
  }

  private double[][] convolved(double[][] x, String name) {
    Tensor bias = number(name + ".bias");
    boolean normal = numbers.containsKey(name + ".direction");
    Tensor weight = number(name + (normal ? ".direction" : ".weight"));
    int kernel = weight.lanes() / x.length;
    int lanes = x[0].length;
    double[][] y = new double[weight.features()][lanes];
    for (int o = 0; o < y.length; o++) {
      double scale = 1;
      if (normal) {
        double square = 0;
        for (int i = 0; i < weight.lanes(); i++) {
          square += (double) weight.get(o, i) * weight.get(o, i);
        }
        scale = number(name + ".gain").get(o, 0) / Math.sqrt(square);
      }
      for (int n = 0; n < lanes; n++) {
        y[o][n] = bias.get(o, 0);
        for (int k = 0; k < kernel; k++) {
          int at = n + k - kernel / 2;
          for (int i = 0; i < x.length && at >= 0 && at < lanes; i++) {
            y[o][n] += scale * weight.get(o, k * x.length + i) * x[i][at];
          }
        }
      }
    }
    return y;
  }

  private double[][] normalized(double[][] x, String name) {
    double[][] y = new double[x.length][x[0].length];
    for (int n = 0; n < x[0].length; n++) {
      double mean = 0;
      double variance = 0;
      for (double[] row : x) {
        mean += row[n] / x.length;
      }
      for (double[] row : x) {
        variance += (row[n] - mean) * (row[n] - mean) / x.length;
      }
      for (int f = 0; f < x.length; f++) {
        double u = (x[f][n] - mean) / Math.sqrt(variance + 1e-4);
        y[f][n] = number(name + ".gain").get(f, 0) * u + number(name + ".shift").get(f, 0);
      }
    }
    return y;
  }

  private static double[][] positive(double[][] x) {
    return Arrays.stream(x)
        .map(row -> Arrays.stream(row).map(value -> Math.max(value, 0)).toArray())
        .toArray(double[][]::new);
  }

  private static double[][] sum(double[][] x, double[][] y) {
    double[][] z = new double[x.length][x[0].length];
    for (int f = 0; f < x.length; f++) {
      for (int n = 0; n < x[0].length; n++) {
        z[f][n] = x[f][n] + y[f][n];
      }
    }
    return z;
  }

  private Tensor number(String name) {
    Tensor found = numbers.get(name);
    if (found == null) {
      throw new AssertionError("no " + name + " among " + numbers.keySet());
    }
    return found;
  }
}
