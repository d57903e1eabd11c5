package dev.bijou.interop;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/// The arrows between the packages and files of interop.
class ArchitectureTest {
  private static final JavaClasses INTEROP =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.bijou.interop");

  @Test
  void packagesDoNotNeedEachOther() {
    slices().matching("dev.bijou.(**)").should().beFreeOfCycles().check(INTEROP);
  }

  @Test
  void filesDoNotNeedEachOther() {
    slices().assignedFrom(new FilesByTopLevelClass()).should().beFreeOfCycles().check(INTEROP);
  }

  private static final class FilesByTopLevelClass implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      JavaClass top = type;
      while (top.getEnclosingClass().isPresent()) {
        top = top.getEnclosingClass().get();
      }
      return SliceIdentifier.of(top.getName());
    }

    @Override
    public String getDescription() {
      return "files";
    }
  }
}
