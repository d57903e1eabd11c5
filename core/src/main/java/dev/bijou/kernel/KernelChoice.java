package dev.bijou.kernel;

import java.lang.reflect.InvocationTargetException;

/// The kernels this process uses and why, chosen once.
///
/// The Vector API kernels are taken when the module `jdk.incubator.vector` is in the boot layer (start Java with
/// `--add-modules jdk.incubator.vector`), and the scalar ones otherwise. The system property `dev.bijou.kernels`
/// forces one: `scalar` or `vector`.
///
/// @param kernels the chosen kernels
/// @param reason one line: which, and why not the other
public record KernelChoice(Kernels kernels, String reason) {
  private static final String PROPERTY = "dev.bijou.kernels";
  private static final String MODULE = "jdk.incubator.vector";
  private static final KernelChoice CHOSEN = choose(System.getProperty(PROPERTY, "auto"));

  /// The kernels of this process.
  public static KernelChoice chosen() {
    return CHOSEN;
  }

  /// Chooses by name: `auto`, `scalar` or `vector`.
  ///
  /// @throws IllegalStateException if `vector` is asked for and cannot be had
  /// @throws IllegalArgumentException if the name is none of the three
  static KernelChoice choose(String wanted) {
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    return switch (wanted) {
      case "scalar" -> scalar("asked for by -D" + PROPERTY + "=scalar");
      case "vector" -> {
        if (!present) {
          throw new IllegalStateException(
              "-D%s=vector needs the module %s: add --add-modules %s"
                  .formatted(PROPERTY, MODULE, MODULE));
        }
        KernelChoice choice = vector();
        if (choice.kernels() instanceof ScalarKernels) {
          throw new IllegalStateException("-D%s=vector: %s".formatted(PROPERTY, choice.reason()));
        }
        yield choice;
      }
      case "auto" ->
          present
              ? vector()
              : scalar("module %s is absent: add --add-modules %s".formatted(MODULE, MODULE));
      default ->
          throw new IllegalArgumentException(
              "-D%s=%s: say auto, scalar or vector".formatted(PROPERTY, wanted));
    };
  }

  private static KernelChoice scalar(String why) {
    Kernels kernels = new ScalarKernels();
    return new KernelChoice(kernels, kernels.description() + " (" + why + ")");
  }

  /// Loads the vector kernels by name: naming the class here would make the verifier look for the absent module.
  private static KernelChoice vector() {
    try {
      Kernels kernels =
          (Kernels)
              Class.forName("dev.bijou.kernel.VectorKernels")
                  .getDeclaredConstructor()
                  .newInstance();
      return new KernelChoice(
          kernels, kernels.description() + " (module " + MODULE + " is present)");
    } catch (InvocationTargetException e) {
      return scalar("the Vector API kernels refused: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("dev.bijou.kernel.VectorKernels is missing from the jar", e);
    }
  }
}
