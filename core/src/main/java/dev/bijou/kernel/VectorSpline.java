package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.V;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The rational-quadratic spline, on vectors of elements.
///
/// One feature after the other, some lanes at a time, in stages that hand over through a small working space, each of
/// them a loop that is small enough for HotSpot to keep all its vectors in registers: [VectorSoftmax],
/// [VectorSplineStages], [VectorSplineGradients]. They are called through an array, so that the compiler cannot merge
/// them into one loop nest that is too large.
///
/// Lanes that do not fill a vector are gathered, together with those of the other features, into vectors of their own:
/// the features of a single row of a table share one.
final class VectorSpline {
  /// Lanes at a time.
  static final int CHUNK = 128;

  // Rows of the working space.
  static final int WIDTH_SUM = 0; // of the exponentials
  static final int HEIGHT_SUM = CHUNK;
  static final int BIN = 2 * CHUNK;
  static final int LEFT = 3 * CHUNK;
  static final int WIDTH = 4 * CHUNK;
  static final int BOTTOM = 5 * CHUNK;
  static final int HEIGHT = 6 * CHUNK;
  static final int SLOPE_LEFT = 7 * CHUNK; // logits, then slopes
  static final int SLOPE_RIGHT = SLOPE_LEFT + CHUNK;
  static final int SIGMOID_LEFT = 9 * CHUNK;
  static final int SIGMOID_RIGHT = SIGMOID_LEFT + CHUNK;
  static final int XI = 11 * CHUNK;
  static final int STEEPNESS = 12 * CHUNK; // s
  static final int RISE = 13 * CHUNK;
  static final int SLOPE = 14 * CHUNK;
  static final int OVER_DENOMINATOR = 15 * CHUNK;
  static final int NUMERATOR = 16 * CHUNK;
  static final int OVER_NUMERATOR = 17 * CHUNK;
  static final int BEND = 18 * CHUNK;
  static final int GRADIENT_Y = 19 * CHUNK;
  static final int GRADIENT_LOG = 20 * CHUNK;
  static final int GRADIENT_X = 21 * CHUNK;
  static final int WIDTH_BEFORE =
      22 * CHUNK; // what e_j is multiplied with in the gradient of its logit
  static final int WIDTH_HERE = 23 * CHUNK;
  static final int WIDTH_AFTER = 24 * CHUNK;
  static final int HEIGHT_BEFORE = 25 * CHUNK;
  static final int HEIGHT_HERE = 26 * CHUNK;
  static final int HEIGHT_AFTER = 27 * CHUNK;
  static final int SLOPE_LEFT_GRADIENT = 28 * CHUNK;
  static final int SLOPE_RIGHT_GRADIENT = 29 * CHUNK;
  static final int WIDTHS =
      30 * CHUNK; // the exponentials: `bins` rows of widths, then as many of heights

  /// A loop over the lanes of a call.
  private interface Stage {
    void run(VectorSpline s);
  }

  private static final Stage[] DIRECT = {
    VectorSoftmax::widths,
    VectorSoftmax::heights,
    s -> VectorSplineStages.bin(s, false),
    VectorSplineStages::slopes,
    VectorSplineStages::place,
    VectorSplineStages::shape,
    VectorSplineStages::value,
    s -> VectorSplineStages.addLog(s, 1)
  };

  private static final Stage[] ROOT = {
    VectorSoftmax::widths,
    VectorSoftmax::heights,
    s -> VectorSplineStages.bin(s, true),
    VectorSplineStages::slopes,
    VectorSplineStages::rise,
    VectorSplineStages::root,
    VectorSplineStages::shape,
    VectorSplineStages::rootValue,
    s -> VectorSplineStages.addLog(s, -1)
  };

  private static final Stage[] DIRECT_BACKWARD = backward(VectorSplineGradients::argument);
  private static final Stage[] ROOT_BACKWARD = backward(VectorSplineGradients::rootArgument);

  private static Stage[] backward(Stage argument) {
    return new Stage[] {
      VectorSoftmax::widths,
      VectorSoftmax::heights,
      s -> VectorSplineStages.bin(s, false),
      VectorSplineGradients::decays,
      VectorSplineGradients::slopes,
      VectorSplineStages::place,
      VectorSplineStages::shape,
      VectorSplineGradients::bend,
      argument,
      VectorSplineGradients::ends,
      VectorSplineGradients::sizes,
      VectorSplineGradients::widthFactors,
      VectorSplineGradients::heightFactors,
      VectorSplineGradients::widths,
      VectorSplineGradients::heights,
      VectorSplineGradients::innerSlopes
    };
  }

  private static final ThreadLocal<Map<Spline, VectorSpline>> SPACES =
      ThreadLocal.withInitial(HashMap::new);

  final int bins;
  final int heights; // the first row of the exponentials of heights
  final float bound;
  final float least; // width and height of a bin
  final float spread; // what is left of the box for the softmax
  final float minSlope;
  final float slopeShift;
  final boolean exponential; // slopes
  final int slopeCount;
  final int firstSlope;
  final float[] space;

  private final int parameters;

  // One vector of gathered elements, V floats a row.
  private final float[] gathered; // x, y or dy, logDet, dx
  private final float[] gatheredTheta;
  private final float[] gatheredThetaGradient;

  // The present call: `count` lanes of one feature. In a backward call y and logDet hold their
  // gradients.
  int count;
  float[] x;
  int xAt;
  float[] theta;
  int thetaAt;
  int thetaStride;
  float[] y;
  int yAt;
  float[] logDet;
  int logDetAt;
  float[] dx;
  int dxAt;
  float[] dTheta;
  int dThetaAt;
  int dThetaStride;

  private VectorSpline(Spline spline) {
    bins = spline.bins();
    parameters = spline.parameterCount();
    bound = spline.bound();
    least = 2 * bound * spline.minBin();
    spread = 2 * bound * (1 - bins * spline.minBin());
    minSlope = spline.minSlope();
    slopeShift = spline.slopeShift();
    exponential = spline.exponentialSlopes();
    slopeCount = spline.slopeCount();
    firstSlope = spline.firstSlope();
    heights = WIDTHS + bins * CHUNK;
    space = new float[WIDTHS + 2 * bins * CHUNK];
    gathered = new float[4 * V];
    gatheredTheta = new float[parameters * V];
    gatheredThetaGradient = new float[parameters * V];
    x = y = logDet = dx = gathered;
    theta = dTheta = gatheredTheta;
  }

  /// This thread's working space for such splines.
  static VectorSpline of(Spline spline) {
    return SPACES.get().computeIfAbsent(spline, VectorSpline::new);
  }

  /// [Kernels#splineDirect], or [Kernels#splineRoot] if `root`.
  void map(boolean root, Matrix x, Matrix theta, Matrix y, float[] logDet, int logDetAt) {
    Stage[] stages = root ? ROOT : DIRECT;
    int lanes = x.columns();
    int whole = lanes / V * V;
    for (int f = 0; f < x.rows(); f++) {
      for (int n = 0; n < whole; n += CHUNK) {
        count = Math.min(CHUNK, whole - n);
        input(x.data(), x.at(f) + n, theta.data(), theta.at(f * parameters) + n, theta.stride());
        output(y.data(), y.at(f) + n, logDet, logDetAt + n);
        run(stages);
      }
    }
    int rest = lanes - whole;
    int elements = rest * x.rows();
    count = V;
    for (int first = 0; first < elements; first += V) {
      Arrays.fill(gathered, 0);
      for (int i = first; i < Math.min(first + V, elements); i++) {
        int f = i / rest;
        int n = whole + i % rest;
        gathered[i - first] = x.data()[x.at(f) + n];
        gather(theta, f * parameters, n, gatheredTheta, i - first);
      }
      input(gathered, 0, gatheredTheta, 0, V);
      output(gathered, V, gathered, 2 * V);
      run(stages);
      for (int i = first; i < Math.min(first + V, elements); i++) {
        int f = i / rest;
        int n = whole + i % rest;
        y.data()[y.at(f) + n] = gathered[V + i - first];
        logDet[logDetAt + n] += gathered[2 * V + i - first];
      }
    }
  }

  /// [Kernels#splineDirectBackward], or [Kernels#splineRootBackward] if `root`; there `dy` is the gradient at the root
  /// and `dx` receives that of its argument.
  void backward(
      boolean root,
      Matrix x,
      Matrix theta,
      Matrix dy,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dx,
      Matrix dTheta) {
    Stage[] stages = root ? ROOT_BACKWARD : DIRECT_BACKWARD;
    int lanes = x.columns();
    int whole = lanes / V * V;
    for (int f = 0; f < x.rows(); f++) {
      for (int n = 0; n < whole; n += CHUNK) {
        count = Math.min(CHUNK, whole - n);
        input(x.data(), x.at(f) + n, theta.data(), theta.at(f * parameters) + n, theta.stride());
        output(dy.data(), dy.at(f) + n, dLogDet, dLogDetAt + n);
        gradients(
            dx.data(), dx.at(f) + n, dTheta.data(), dTheta.at(f * parameters) + n, dTheta.stride());
        run(stages);
      }
    }
    int rest = lanes - whole;
    int elements = rest * x.rows();
    count = V;
    for (int first = 0; first < elements; first += V) {
      Arrays.fill(gathered, 0);
      for (int i = first; i < Math.min(first + V, elements); i++) {
        int f = i / rest;
        int n = whole + i % rest;
        gathered[i - first] = x.data()[x.at(f) + n];
        gathered[V + i - first] = dy.data()[dy.at(f) + n];
        gathered[2 * V + i - first] = dLogDet[dLogDetAt + n];
        gathered[3 * V + i - first] = dx.data()[dx.at(f) + n];
        gather(theta, f * parameters, n, gatheredTheta, i - first);
        gather(dTheta, f * parameters, n, gatheredThetaGradient, i - first);
      }
      input(gathered, 0, gatheredTheta, 0, V);
      output(gathered, V, gathered, 2 * V);
      gradients(gathered, 3 * V, gatheredThetaGradient, 0, V);
      run(stages);
      for (int i = first; i < Math.min(first + V, elements); i++) {
        int f = i / rest;
        int n = whole + i % rest;
        dx.data()[dx.at(f) + n] = gathered[3 * V + i - first];
        scatter(gatheredThetaGradient, i - first, dTheta, f * parameters, n);
      }
    }
  }

  private void run(Stage[] stages) {
    for (Stage stage : stages) {
      stage.run(this);
    }
  }

  private void input(float[] x, int xAt, float[] theta, int thetaAt, int thetaStride) {
    this.x = x;
    this.xAt = xAt;
    this.theta = theta;
    this.thetaAt = thetaAt;
    this.thetaStride = thetaStride;
  }

  private void output(float[] y, int yAt, float[] logDet, int logDetAt) {
    this.y = y;
    this.yAt = yAt;
    this.logDet = logDet;
    this.logDetAt = logDetAt;
  }

  private void gradients(float[] dx, int dxAt, float[] dTheta, int dThetaAt, int dThetaStride) {
    this.dx = dx;
    this.dxAt = dxAt;
    this.dTheta = dTheta;
    this.dThetaAt = dThetaAt;
    this.dThetaStride = dThetaStride;
  }

  private void gather(Matrix theta, int row, int n, float[] out, int i) {
    for (int j = 0; j < parameters; j++) {
      out[j * V + i] = theta.data()[theta.at(row + j) + n];
    }
  }

  private void scatter(float[] from, int i, Matrix theta, int row, int n) {
    for (int j = 0; j < parameters; j++) {
      theta.data()[theta.at(row + j) + n] = from[j * V + i];
    }
  }
}
