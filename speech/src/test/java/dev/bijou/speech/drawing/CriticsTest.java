package dev.bijou.speech.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CriticsTest {
  private static final int GROUP = 64;
  private static final int LANES = 2 * 36; // two segments of 2,304 samples

  private final Random random = new Random(3);
  private final Critics critics = new Critics(0);

  private Tensor noise(double scale) {
    Tensor noise = Tensor.zeros(GROUP, LANES);
    for (int i = 0; i < noise.size(); i++) {
      noise.data()[i] = (float) (scale * random.nextGaussian());
    }
    return noise;
  }

  /// Beside central differences: logarithms of small magnitudes bend too much for a Taylor test with steps that floats resolve.
  @Test
  void whatTheVoiceLearnsIsTheDerivativeOfTheLoss() {
    Tensor x = noise(0.1);
    Parameter drawn = new Parameter(noise(0.1));
    ParameterPack pack = ParameterPack.of(List.of(drawn));
    float[] gradient = new float[pack.size()];
    Workspace recording = Workspace.reusing().recording(pack, gradient, 1);
    recording.run(() -> {
      double loss = critics.convince(x, recording.read(drawn), 2, 1);
      recording.backward();
      return loss;
    });
    for (int i = 0; i < 3; i++) {
      float[] direction = new float[pack.size()];
      double slope = 0;
      for (int j = 0; j < direction.length; j++) {
        direction[j] = (float) random.nextGaussian();
        slope += (double) direction[j] * gradient[j];
      }
      double ahead = moved(x, pack, drawn, direction, 3e-5);
      double behind = moved(x, pack, drawn, direction, -3e-5);
      assertEquals(slope, (ahead - behind) / 6e-5, 0.05);
    }
  }

  private double moved(
      Tensor x, ParameterPack pack, Parameter drawn, float[] direction, double step) {
    float[] before = pack.values().clone();
    for (int j = 0; j < before.length; j++) {
      pack.values()[j] += (float) (step * direction[j]);
    }
    double loss = loss(x, pack, drawn);
    System.arraycopy(before, 0, pack.values(), 0, before.length);
    return loss;
  }

  /// Computed while something records: the slopes need a place.
  private double loss(Tensor x, ParameterPack pack, Parameter drawn) {
    Workspace recording = Workspace.reusing().recording(pack, new float[pack.size()], 1);
    return recording.run(() -> critics.convince(x, recording.read(drawn), 2, 1));
  }

  /// After some steps down their gradient a quiet sound is told from a loud one.
  @Test
  void theyLearnToTellSoundsApart() {
    ParameterPack pack = ParameterPack.of(critics);
    for (int i = 0; i < 60; i++) {
      float[] gradient = new float[pack.size()];
      Workspace recording = Workspace.reusing().recording(pack, gradient, 1);
      Tensor x = noise(0.1);
      Tensor y = noise(0.03);
      recording.run(() -> {
        critics.learn(x, y, 2, 1);
        return y;
      });
      for (int j = 0; j < gradient.length; j++) {
        pack.values()[j] -= 0.002f * Math.signum(gradient[j]);
      }
    }
    assertTrue(convincing(noise(0.1), noise(0.03)) > convincing(noise(0.1), noise(0.1)) + 0.5);
  }

  private double convincing(Tensor x, Tensor y) {
    Parameter drawn = new Parameter(y);
    ParameterPack pack = ParameterPack.of(List.of(drawn));
    return loss(x, pack, drawn);
  }

  @Test
  void whatIsTooShortIsNotJudged() {
    Tensor x = Tensor.zeros(16, 2);
    Parameter drawn = new Parameter(Tensor.zeros(16, 2));
    ParameterPack pack = ParameterPack.of(List.of(drawn));
    assertEquals(0, loss(x, pack, drawn));
  }
}
