package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The rational-quadratic spline on vectors of elements.
///
/// One feature after the other, some lanes at a time, in stages that hand over through a small working space (so that
/// each stage is a loop that HotSpot compiles without boxing): the exponentials of both softmaxes; the bin; the two
/// slopes; the value and the log-derivative, or the gradients.
///
/// Widths and heights stay unnormalized as long as possible: with e_j = exp(logit_j − max) and
/// δ = Σe · minBin / (1 − bins·minBin), bin j is e_j + δ wide in a box of Σe / (1 − bins·minBin).
///
/// Lanes that do not fill a vector are gathered, together with those of the other features, into vectors of their own.
final class VectorSpline {
  private static final int CHUNK = 128; // lanes at a time
  private static final float LOG2_E = 1.442695f;
  private static final ThreadLocal<VectorSpline> SPACE = ThreadLocal.withInitial(VectorSpline::new);

  private Spline spline = Spline.of(2, 1);
  private int bins;

  // Rows of CHUNK lanes.
  private float[] widths = new float[0];
  private float[] heights = new float[0];
  private final float[] widthSum = new float[CHUNK];
  private final float[] heightSum = new float[CHUNK];
  private final float[] bin = new float[CHUNK];
  private final float[] left = new float[CHUNK]; // of the bin, from the left end of the box, unnormalized; and so on
  private final float[] width = new float[CHUNK];
  private final float[] bottom = new float[CHUNK];
  private final float[] height = new float[CHUNK];
  private final float[] slopes = new float[2 * CHUNK]; // left, then right: the logits, then the slopes
  private final float[] logs = new float[CHUNK];

  private VectorSpline() {}

  static VectorSpline of(Spline spline) {
    VectorSpline space = SPACE.get();
    if (!space.spline.equals(spline)) {
      space.spline = spline;
      space.bins = spline.bins();
      space.widths = new float[space.bins * CHUNK];
      space.heights = new float[space.bins * CHUNK];
    }
    return space;
  }

  void direct(Matrix x, Matrix theta, Matrix y, float[] logDet, int logDetAt) {
    int whole = x.columns() / V * V;
    for (int f = 0; f < x.rows(); f++) {
      for (int n = 0; n < whole; n += CHUNK) {
        int count = Math.min(CHUNK, whole - n);
        locate(theta.data(), theta.at(f * spline.parameterCount()) + n, theta.stride(), x.data(), x.at(f) + n, count);
        direct(x.data(), x.at(f) + n, y.data(), y.at(f) + n, logDet, logDetAt + n, count);
      }
    }
  }

  private void locate(float[] theta, int at, int stride, float[] x, int xAt, int count) {
    softmax(theta, at, stride, bins, widths, widthSum, count);
    softmax(theta, at + bins * stride, stride, bins, heights, heightSum, count);
    select(theta, at + 2 * bins * stride, stride, x, xAt, count);
    softplus(slopes, 0, spline.slopeShift(), spline.minSlope(), count);
    softplus(slopes, CHUNK, spline.slopeShift(), spline.minSlope(), count);
  }

  private static void softmax(float[] logits, int at, int stride, int bins, float[] out, float[] sum, int count) {
    for (int n = 0; n < count; n += V) {
      FloatVector max = FloatVector.fromArray(SPECIES, logits, at + n);
      for (int j = 1; j < bins; j++) {
        FloatVector logit = FloatVector.fromArray(SPECIES, logits, at + n + j * stride);
        max = max.blend(logit, max.lt(logit));
      }
      FloatVector total = FloatVector.zero(SPECIES);
      for (int j = 0; j < bins; j++) {
        FloatVector logit = FloatVector.fromArray(SPECIES, logits, at + n + j * stride);
        FloatVector e = VectorMath.exp2(logit.sub(max).mul(LOG2_E));
        e.intoArray(out, j * CHUNK + n);
        total = total.add(e);
      }
      total.intoArray(sum, n);
    }
  }

  private void select(float[] logits, int at, int stride, float[] x, int xAt, int count) {
    float bound = spline.bound();
    float share = 1 - bins * spline.minBin();
    float scale = 1 / (2 * bound * share);
    float least = spline.minBin() / share;
    for (int n = 0; n < count; n += V) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xAt + n);
      VectorMask<Float> inside = value.abs().lt(bound);
      FloatVector total = FloatVector.fromArray(SPECIES, widthSum, n);
      FloatVector delta = total.mul(least);
      FloatVector v = FloatVector.zero(SPECIES).blend(value, inside).add(bound).mul(total.mul(scale));
      FloatVector w = FloatVector.fromArray(SPECIES, widths, n).add(delta);
      FloatVector h = FloatVector.fromArray(SPECIES, heights, n);
      FloatVector knot = w;
      FloatVector rise = h;
      FloatVector x0 = FloatVector.zero(SPECIES);
      FloatVector y0 = FloatVector.zero(SPECIES);
      FloatVector k = FloatVector.zero(SPECIES);
      FloatVector d = FloatVector.zero(SPECIES);
      FloatVector u = FloatVector.fromArray(SPECIES, logits, at + n);
      FloatVector e = u;
      for (int j = 1; j < bins; j++) {
        VectorMask<Float> beyond = knot.compare(VectorOperators.LE, v);
        FloatVector wj = FloatVector.fromArray(SPECIES, widths, j * CHUNK + n).add(delta);
        FloatVector hj = FloatVector.fromArray(SPECIES, heights, j * CHUNK + n);
        x0 = x0.blend(knot, beyond);
        w = w.blend(wj, beyond);
        knot = knot.add(wj);
        y0 = y0.blend(rise, beyond);
        h = h.blend(hj, beyond);
        rise = rise.add(hj);
        k = k.blend((float) j, beyond);
        d = d.blend(u, beyond);
        u = FloatVector.fromArray(SPECIES, logits, at + n + Math.min(j, bins - 2) * stride);
        e = e.blend(u, beyond);
      }
      e = e.blend(0f, k.compare(VectorOperators.EQ, (float) (bins - 1)));
      k.intoArray(bin, n);
      x0.intoArray(left, n);
      w.intoArray(width, n);
      FloatVector deltaH = FloatVector.fromArray(SPECIES, heightSum, n).mul(least);
      k.fma(deltaH, y0).intoArray(bottom, n);
      h.add(deltaH).intoArray(height, n);
      v.intoArray(logs, n);
      d.intoArray(slopes, n);
      e.intoArray(slopes, CHUNK + n);
    }
  }

  private static void softplus(float[] u, int at, float shift, float least, int count) {
    for (int n = 0; n < count; n += V) {
      FloatVector logit = FloatVector.fromArray(SPECIES, u, at + n).add(shift);
      FloatVector t = VectorMath.exp(logit.abs().neg());
      FloatVector s = VectorMath.log1p(t).add(logit.blend(0f, logit.lt(0f)));
      s.add(least).intoArray(u, at + n);
    }
  }

  private void direct(float[] x, int xAt, float[] y, int yAt, float[] logDet, int logDetAt, int count) {
    float bound = spline.bound();
    float share = 1 - bins * spline.minBin();
    for (int n = 0; n < count; n += V) {
      FloatVector w = FloatVector.fromArray(SPECIES, width, n);
      FloatVector h = FloatVector.fromArray(SPECIES, height, n);
      FloatVector sumW = FloatVector.fromArray(SPECIES, widthSum, n);
      FloatVector sumH = FloatVector.fromArray(SPECIES, heightSum, n);
      FloatVector r = FloatVector.broadcast(SPECIES, 1f).div(w.mul(sumH));
      FloatVector xi = FloatVector.fromArray(SPECIES, logs, n).sub(FloatVector.fromArray(SPECIES, left, n)).mul(sumH.mul(r));
      xi = xi.blend(1f, xi.compare(VectorOperators.GT, 1f));
      FloatVector s = h.mul(sumW).mul(r);
      FloatVector d = FloatVector.fromArray(SPECIES, slopes, n);
      FloatVector e = FloatVector.fromArray(SPECIES, slopes, CHUNK + n);
      FloatVector co = FloatVector.broadcast(SPECIES, 1f).sub(xi);
      FloatVector eta = xi.mul(co);
      FloatVector den = d.add(e).sub(s.add(s)).fma(eta, s);
      FloatVector rd = FloatVector.broadcast(SPECIES, 1f).div(den);
      FloatVector sx = s.mul(xi);
      FloatVector rise = sx.fma(xi, d.mul(eta));
      FloatVector num = e.mul(xi).fma(xi, sx.mul(co).mul(2f)).add(d.mul(co).mul(co));
      FloatVector g = rise.mul(rd);
      FloatVector slope = num.mul(rd).mul(s.mul(s.mul(rd)));
      FloatVector log = VectorMath.log(slope);
      FloatVector value = FloatVector.fromArray(SPECIES, x, xAt + n);
      VectorMask<Float> inside = value.abs().lt(bound);
      FloatVector image = h.fma(g, FloatVector.fromArray(SPECIES, bottom, n)).mul(w.mul(r)).fma(2 * bound * share, -bound);
      value.blend(image, inside).intoArray(y, yAt + n);
      FloatVector old = FloatVector.fromArray(SPECIES, logDet, logDetAt + n);
      old.blend(old.add(log), inside).intoArray(logDet, logDetAt + n);
    }
  }
  static void stages(Matrix x, Matrix theta, Matrix y, float[] logDet) {
    var s = VectorSpline.of(Spline.of(8,5f)); var d = theta.data();
    System.out.println("softmax "+BenchProducts.best(()->softmax(d,0,128,8,s.widths,s.widthSum,128),1e5)*1e9/128);
    System.out.println("select "+BenchProducts.best(()->s.select(d,16*128,128,x.data(),0,128),1e5)*1e9/128);
    System.out.println("softplus "+BenchProducts.best(()->softplus(s.slopes,0,1f,1f,128),1e5)*1e9/128);
    System.out.println("direct "+BenchProducts.best(()->s.direct(x.data(),0,y.data(),0,logDet,0,128),1e5)*1e9/128);
  }
}
