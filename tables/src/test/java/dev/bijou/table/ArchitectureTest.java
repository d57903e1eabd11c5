package dev.bijou.table;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.bijou.table.schema.MixedRows;
import dev.bijou.table.schema.PlainRows;
import dev.bijou.table.schema.RowEncoder;
import org.junit.jupiter.api.Test;

/// The arrows between the packages and classes of tables.
class ArchitectureTest {
  private static final JavaClasses TABLES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.bijou.table", "dev.bijou.conditional", "dev.bijou.novelty");

  @Test
  void packagesLookDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("short")
        .definedBy("dev.bijou.table")
        .layer("fit")
        .definedBy("dev.bijou.table.fit")
        .layer("novelty")
        .definedBy("dev.bijou.novelty")
        .layer("conditional")
        .definedBy("dev.bijou.conditional")
        .layer("model")
        .definedBy("dev.bijou.table.model")
        .layer("schema")
        .definedBy("dev.bijou.table.schema")
        .layer("score")
        .definedBy("dev.bijou.table.score")
        .layer("io")
        .definedBy("dev.bijou.table.io")
        .layer("text")
        .definedBy("dev.bijou.table.text")
        .whereLayer("short")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("fit")
        .mayOnlyBeAccessedByLayers("short")
        .whereLayer("novelty")
        .mayOnlyBeAccessedByLayers("fit", "short")
        .whereLayer("conditional")
        .mayOnlyBeAccessedByLayers("novelty", "fit", "short")
        .whereLayer("model")
        .mayOnlyBeAccessedByLayers("conditional", "novelty", "fit", "short")
        .whereLayer("schema")
        .mayOnlyBeAccessedByLayers("model", "conditional", "novelty", "fit", "short")
        .whereLayer("score")
        .mayOnlyBeAccessedByLayers("model", "conditional", "novelty", "fit", "short")
        .whereLayer("io")
        .mayOnlyBeAccessedByLayers("schema", "model", "conditional", "novelty", "fit", "short")
        .whereLayer("text")
        .mayNotAccessAnyLayer()
        .check(TABLES);
    slices().matching("dev.bijou.(**)").should().beFreeOfCycles().check(TABLES);
  }

  @Test
  void filesDoNotNeedEachOther() {
    slices()
        .assignedFrom(new FilesByTopLevelClass())
        .should()
        .beFreeOfCycles()
        .ignoreDependency(RowEncoder.class, PlainRows.class) // a sealed type names its kinds
        .ignoreDependency(RowEncoder.class, MixedRows.class)
        .check(TABLES);
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
