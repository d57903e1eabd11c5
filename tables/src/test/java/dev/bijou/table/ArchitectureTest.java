package dev.bijou.table;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.bijou.table.encoding.MixedRows;
import dev.bijou.table.encoding.PlainRows;
import dev.bijou.table.encoding.RowEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The arrows between the packages and classes of tables.
class ArchitectureTest {
  /// Each of these packages may use those after it.
  private static final List<String> TOP_DOWN =
      List.of(
          "dev.bijou.table",
          "dev.bijou.table.compare",
          "dev.bijou.table.fit",
          "dev.bijou.table.baseline",
          "dev.bijou.novelty",
          "dev.bijou.novelty.repair",
          "dev.bijou.novelty.side",
          "dev.bijou.conditional",
          "dev.bijou.conditional.cell",
          "dev.bijou.table.model",
          "dev.bijou.table.score",
          "dev.bijou.table.encoding",
          "dev.bijou.table.schema",
          "dev.bijou.table.boost",
          "dev.bijou.table.watch",
          "dev.bijou.table.io.pass",
          "dev.bijou.table.io",
          "dev.bijou.table.window",
          "dev.bijou.table.text");

  private static final JavaClasses TABLES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.bijou.table", "dev.bijou.conditional", "dev.bijou.novelty");

  @Test
  void packagesLookDownOnly() {
    LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : TOP_DOWN) {
      layers = layers.layer(name).definedBy(name);
    }
    for (int i = 0; i < TOP_DOWN.size(); i++) {
      LayeredArchitecture.LayerDependencySpecification layer = layers.whereLayer(TOP_DOWN.get(i));
      layers =
          i == 0
              ? layer.mayNotBeAccessedByAnyLayer()
              : layer.mayOnlyBeAccessedByLayers(TOP_DOWN.subList(0, i).toArray(String[]::new));
    }
    layers.check(TABLES);
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
