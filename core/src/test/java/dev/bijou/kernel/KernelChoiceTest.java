package dev.bijou.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  private static final boolean MODULE =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  @Test
  void scalarCanAlwaysBeHad() {
    KernelChoice choice = KernelChoice.choose("scalar");
    assertInstanceOf(ScalarKernels.class, choice.kernels());
    assertEquals("scalar Java (asked for by -Ddev.bijou.kernels=scalar)", choice.reason());
  }

  @Test
  void automaticTakesVectorsIfTheModuleIsPresent() {
    KernelChoice choice = KernelChoice.choose("auto");
    assertEquals(!MODULE, choice.kernels() instanceof ScalarKernels);
    assertTrue(choice.reason().contains("jdk.incubator.vector"), choice.reason());
    assertTrue(choice.reason().startsWith(choice.kernels().description()), choice.reason());
  }

  @Test
  void vectorWithoutTheModuleSaysWhatToDo() {
    if (MODULE) {
      assertTrue(KernelChoice.choose("vector").kernels().description().startsWith("Vector API, "));
    } else {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> KernelChoice.choose("vector"));
      assertTrue(e.getMessage().contains("--add-modules jdk.incubator.vector"), e.getMessage());
    }
  }

  @Test
  void anotherNameIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> KernelChoice.choose("quantum"));
    assertEquals("-Ddev.bijou.kernels=quantum: say auto, scalar or vector", e.getMessage());
  }
}
