package dev.bijou;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows between the packages of core, and what core never does.
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.bijou");

  @Test
  void packagesLookDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("train")
        .definedBy("dev.bijou.train..")
        .layer("file")
        .definedBy("dev.bijou.file..")
        .layer("storage")
        .definedBy("dev.bijou.storage..")
        .layer("flow")
        .definedBy("dev.bijou.flow..")
        .layer("distribution")
        .definedBy("dev.bijou.distribution..")
        .layer("bijection")
        .definedBy("dev.bijou.bijection..")
        .layer("nn")
        .definedBy("dev.bijou.nn..")
        .layer("operation")
        .definedBy("dev.bijou.operation..")
        .layer("spec")
        .definedBy("dev.bijou.spec..")
        .layer("tensor")
        .definedBy("dev.bijou.tensor..")
        .whereLayer("train")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("file")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("storage")
        .mayOnlyBeAccessedByLayers("file")
        .whereLayer("flow")
        .mayOnlyBeAccessedByLayers("train", "file")
        .whereLayer("distribution")
        .mayOnlyBeAccessedByLayers("train", "file", "flow")
        .whereLayer("bijection")
        .mayOnlyBeAccessedByLayers("train", "file", "flow", "distribution")
        .whereLayer("nn")
        .mayOnlyBeAccessedByLayers("train", "file", "flow", "distribution", "bijection")
        .whereLayer("operation")
        .mayOnlyBeAccessedByLayers("flow", "distribution", "bijection", "nn")
        .whereLayer("spec")
        .mayOnlyBeAccessedByLayers("train", "file", "flow", "distribution", "bijection", "nn")
        .check(CORE);
    slices().matching("dev.bijou.(*)..").should().beFreeOfCycles().check(CORE);
    noClasses()
        .that()
        .resideInAnyPackage("dev.bijou", "dev.bijou.random..", "dev.bijou.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.bijou.tensor..", "dev.bijou.operation..", "dev.bijou.nn..")
        .check(CORE);
  }

  @Test
  void coreNeverPrintsExitsOrReadsTheClock() {
    noClasses().should().accessField(System.class, "out").check(CORE);
    noClasses().should().accessField(System.class, "err").check(CORE);
    noClasses().should().callMethod(System.class, "exit", int.class).check(CORE);
    noClasses().should().callMethod(System.class, "nanoTime").check(CORE);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(CORE);
    noClasses().should().callMethod(java.time.Instant.class, "now").check(CORE);
  }
}
