package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The product of a linear layer for one row of a table: vectors run along the outputs, so the weights come transposed.
///
/// Each output is one chain of multiply-adds in the order of the inputs that starts at the bias, as in
/// [VectorProducts]; inputs beyond an output's stairs meet weights that are zero.
final class VectorOne {
  private static final int WIDE = 4 * V; // four chains hide the latency of a multiply-add

  private VectorOne() {}

  static void linear(
      Matrix w,
      float[] bias,
      int biasAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      Staircase stairs) {
    int outputs = w.columns();
    int i = 0;
    for (; i + WIDE <= outputs; i += WIDE) {
      wide(w, i, stairs.extent(i + WIDE - 1), bias, biasAt + i, x, xAt, y, yAt + i);
    }
    for (; i + V <= outputs; i += V) {
      whole(w, i, stairs.extent(i + V - 1), bias, biasAt + i, x, xAt, y, yAt + i);
    }
    if (i < outputs) {
      part(w, i, outputs - i, stairs.extent(outputs - 1), bias, biasAt + i, x, xAt, y, yAt + i);
    }
  }

  private static void wide(
      Matrix w,
      int i,
      int inputs,
      float[] bias,
      int biasAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    float[] data = w.data();
    int at = w.offset() + i;
    int stride = w.stride();
    FloatVector a = FloatVector.fromArray(SPECIES, bias, biasAt);
    FloatVector b = FloatVector.fromArray(SPECIES, bias, biasAt + V);
    FloatVector c = FloatVector.fromArray(SPECIES, bias, biasAt + 2 * V);
    FloatVector d = FloatVector.fromArray(SPECIES, bias, biasAt + 3 * V);
    for (int k = 0; k < inputs; k++) {
      FloatVector value = FloatVector.broadcast(SPECIES, x[xAt + k]);
      a = FloatVector.fromArray(SPECIES, data, at).fma(value, a);
      b = FloatVector.fromArray(SPECIES, data, at + V).fma(value, b);
      c = FloatVector.fromArray(SPECIES, data, at + 2 * V).fma(value, c);
      d = FloatVector.fromArray(SPECIES, data, at + 3 * V).fma(value, d);
      at += stride;
    }
    a.intoArray(y, yAt);
    b.intoArray(y, yAt + V);
    c.intoArray(y, yAt + 2 * V);
    d.intoArray(y, yAt + 3 * V);
  }

  private static void whole(
      Matrix w,
      int i,
      int inputs,
      float[] bias,
      int biasAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    int at = w.offset() + i;
    FloatVector sum = FloatVector.fromArray(SPECIES, bias, biasAt);
    for (int k = 0; k < inputs; k++) {
      sum =
          FloatVector.fromArray(SPECIES, w.data(), at)
              .fma(FloatVector.broadcast(SPECIES, x[xAt + k]), sum);
      at += w.stride();
    }
    sum.intoArray(y, yAt);
  }

  private static void part(
      Matrix w,
      int i,
      int count,
      int inputs,
      float[] bias,
      int biasAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    VectorMask<Float> inside = SPECIES.indexInRange(0, count); // one handed over would be allocated
    int at = w.offset() + i;
    FloatVector sum = FloatVector.fromArray(SPECIES, bias, biasAt, inside);
    for (int k = 0; k < inputs; k++) {
      FloatVector weights = FloatVector.fromArray(SPECIES, w.data(), at, inside);
      sum = weights.fma(FloatVector.broadcast(SPECIES, x[xAt + k]), sum);
      at += w.stride();
    }
    sum.intoArray(y, yAt, inside);
  }
}
