package dev.bijou.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Where results go, what is recorded and what is captured.
class WorkspaceTest {
  private static final ParameterPack NONE = ParameterPack.of(List.of());

  @Test
  void memoryIsUsedAgainAfterReset() {
    Workspace workspace = Workspace.reusing();
    Tensor first = workspace.scratch(2, 3);
    workspace.reset();
    assertSame(first.data(), workspace.scratch(2, 3).data());
    assertEquals(16 * Float.BYTES, workspace.peakBytes());
  }

  @Test
  void outsideOfAnyWorkspaceNothingIsRecorded() {
    Workspace plain = Workspace.current();
    assertFalse(plain.recording());
    assertEquals(0, plain.peakBytes());
    plain.reset(); // does nothing
    assertThrows(IllegalStateException.class, () -> plain.recording(NONE, new float[0], 1));
    assertThrows(IllegalStateException.class, plain::rebuilding);
  }

  @Test
  void onlyWhatRecordsGoesBackward() {
    Workspace workspace = Workspace.reusing();
    assertThrows(IllegalStateException.class, workspace::backward);
    assertThrows(IllegalStateException.class, workspace::nextSeed);
    assertThrows(IllegalStateException.class, workspace::rebuilding);
    assertThrows(IllegalArgumentException.class, () -> workspace.recording(NONE, new float[16], 1));
  }

  @Test
  void gradientsAreAddedUp() {
    Parameter parameter = new Parameter(Tensor.of(1, 2, 3, 4));
    ParameterPack pack = ParameterPack.of(List.of(parameter));
    float[] gradients = new float[pack.size()];
    Workspace workspace = Workspace.reusing().recording(pack, gradients, 1);
    for (int i = 0; i < 2; i++) {
      workspace.run(() -> {
        Tensor y = Numerics.softClip(1e6f, workspace.read(parameter));
        y.gradient().fill(1);
        workspace.backward();
        return y;
      });
      workspace.reset();
    }
    assertArrayEquals(new float[] {2, 2}, new float[] {gradients[0], gradients[1]}, 1e-4f);
  }

  @Test
  void aCapturedComputationRunsAgainOnOtherData() {
    Tensor x = Tensor.of(1, 2, 1, 2);
    Supplier<Tensor> twice = Workspace.capture(() -> twice(x));
    x.set(Tensor.of(1, 2, 5, 6));
    assertArrayEquals(new float[] {10, 12}, twice.get().toArray());
    assertSame(twice.get(), twice.get());
  }

  private static Tensor twice(Tensor x) {
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(x.features(), x.lanes(), x.tracked());
    workspace.compute(() -> {
      for (int n = 0; n < x.lanes(); n++) {
        y.data()[y.at(0) + n] = 2 * x.get(0, n);
      }
    });
    return y;
  }
}
