package dev.bijou.sequence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows between the packages of this module and those of core, and what a library never does.
class ArchitectureTest {
  private static final JavaClasses ALL = classes("dev.bijou");
  private static final JavaClasses OWN = classes("dev.bijou.sequence");

  /// The tests of core may be a folder or a jar.
  private static JavaClasses classes(String name) {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(location -> !location.contains("-tests.jar"))
        .importPackages(name);
  }

  @Test
  void noPackagesNeedEachOther() {
    slices().matching("dev.bijou.sequence.(*)..").should().beFreeOfCycles().check(OWN);
    slices().matching("dev.bijou.(*)..").should().beFreeOfCycles().check(ALL);
    noClasses()
        .that()
        .resideInAnyPackage("dev.bijou.sequence.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.bijou.sequence")
        .check(OWN);
  }

  @Test
  void theModuleNeverPrintsExitsOrReadsTheClock() {
    noClasses().should().accessField(System.class, "out").check(OWN);
    noClasses().should().accessField(System.class, "err").check(OWN);
    noClasses().should().callMethod(System.class, "exit", int.class).check(OWN);
    noClasses().should().callMethod(System.class, "nanoTime").check(OWN);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(OWN);
    noClasses().should().callMethod(java.time.Instant.class, "now").check(OWN);
  }
}
