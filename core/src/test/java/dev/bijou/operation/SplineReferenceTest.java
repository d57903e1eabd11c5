package dev.bijou.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.kernel.Spline;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The spline against nflows 0.14 in double precision: 201 cases with knots, both ends of the box and points far outside,
/// written by `benchmarks/peers/reference.py`.
class SplineReferenceTest {
  /// Some units in the last place of a knot.
  private static final float ROUNDING = 4e-6f;

  @Test
  void agreesWithNflows() throws IOException {
    JsonObject reference = read();
    Spline spline =
        new Spline(
            reference.get("bins").getAsInt(),
            reference.get("bound").getAsFloat(),
            reference.get("minWidth").getAsFloat(),
            reference.get("minSlope").getAsFloat());
    JsonArray x = reference.getAsJsonArray("x");
    int cases = x.size();
    assertTrue(cases > 200);
    Tensor in = Tensor.zeros(1, cases);
    Tensor theta = Tensor.zeros(spline.parameterCount(), cases);
    for (int n = 0; n < cases; n++) {
      in.data()[n] = x.get(n).getAsFloat();
      JsonArray parameters = reference.getAsJsonArray("theta").get(n).getAsJsonArray();
      for (int i = 0; i < spline.parameterCount(); i++) {
        // Here slope logits count from slope 1, there from the softplus itself.
        float shift = i >= 2 * spline.bins() ? spline.slopeShift() : 0;
        theta.data()[i * cases + n] = parameters.get(i).getAsFloat() - shift;
      }
    }
    // Many cases lie on a knot of a bin some thousandths of the box wide. Rounding the knot moves
    // the log-slope there, so what it varies by within rounding of x is allowed.
    Tensor left = in.copy();
    Tensor right = in.copy();
    for (int n = 0; n < cases; n++) {
      left.data()[n] -= ROUNDING;
      right.data()[n] += ROUNDING;
    }
    Mapped mapped = SplineMap.direct(spline, in, theta);
    Tensor before = SplineMap.direct(spline, left, theta).logDet();
    Tensor after = SplineMap.direct(spline, right, theta).logDet();
    int exact = 0;
    for (int n = 0; n < cases; n++) {
      double y = reference.getAsJsonArray("y").get(n).getAsDouble();
      double logDet = reference.getAsJsonArray("logDet").get(n).getAsDouble();
      float here = mapped.logDet().get(0, n);
      assertEquals(y, mapped.value().get(0, n), 2e-5 * (1 + Math.abs(y)), "value of case " + n);
      double least = Math.min(here, Math.min(before.get(0, n), after.get(0, n)));
      double greatest = Math.max(here, Math.max(before.get(0, n), after.get(0, n)));
      assertEquals(logDet, here, 1e-4 + greatest - least, "log-slope of case " + n);
      exact += Math.abs(logDet - here) < 1e-4 ? 1 : 0;
    }
    assertTrue(exact >= 0.8 * cases, exact + " of " + cases + " log-slopes within 1e-4");
  }

  private static JsonObject read() throws IOException {
    try (var in =
        Objects.requireNonNull(
            SplineReferenceTest.class.getResourceAsStream(
                "/dev/bijou/reference/spline-nflows.json"))) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }
}
