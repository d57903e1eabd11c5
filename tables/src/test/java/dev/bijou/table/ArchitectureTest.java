package dev.bijou.table;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.bijou.table.schema.MixedRows;
import dev.bijou.table.schema.PlainRows;
import dev.bijou.table.schema.RowEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The arrows between the packages and classes of tables, their size, and what a library never does.
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java"); // tests run in the module's folder
  private static final int MOST_FILES = 30;
  private static final int MOST_LINES = 350;
  private static final Pattern FLAG = Pattern.compile("\"(\\\\.|[^\"\\\\])*--");

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

  @Test
  void packagesAndFilesStaySmall() throws IOException {
    assertEquals(
        List.of(),
        sources().stream()
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()))
            .entrySet()
            .stream()
            .filter(files -> files.getValue() > MOST_FILES + 1) // and package-info
            .toList());
    assertEquals(List.of(), offenders(file -> Math.max(0, lines(file).size() - MOST_LINES)));
  }

  @Test
  void messagesKnowNoCommandLine() throws IOException {
    assertEquals(
        List.of(),
        offenders(file -> lines(file).stream().filter(line -> FLAG.matcher(line).find()).count()));
  }

  @Test
  void tablesNeverPrintsOrExits() {
    noClasses().should().accessField(System.class, "out").check(TABLES);
    noClasses().should().accessField(System.class, "err").check(TABLES);
    noClasses().should().callMethod(System.class, "exit", int.class).check(TABLES);
  }

  /// The files of which a count is not zero.
  private static List<Path> offenders(ToLongFunction<Path> count) throws IOException {
    return sources().stream().filter(file -> count.applyAsLong(file) > 0).toList();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
