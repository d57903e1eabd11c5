package dev.bijou.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds across modules, seen from the one that uses all others: the arrows between them, the size of packages and
/// files, and what a library never does.
class ArchitectureTest {
  private static final List<String> MODULES =
      List.of("tables", "speech", "report", "interop", "server", "spark", "cli");
  private static final List<String> LIBRARIES =
      List.of("tables", "speech", "report", "interop", "server");
  private static final List<String> EVERYWHERE =
      List.of(
          "core",
          "sequence",
          "tables",
          "speech",
          "report",
          "interop",
          "server",
          "spark",
          "cli",
          "dist",
          "benchmarks");

  private static final int MOST_FILES = 30;
  private static final int MOST_LINES = 350;
  private static final Pattern FLAG = Pattern.compile("\"(\\\\.|[^\"\\\\])*--[a-z\"]");
  private static final Pattern WHY_LONG = Pattern.compile("//.*\\bthis file is long\\b");

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.bijou");

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/dev/bijou/cli/"))
          .importPackages("dev.bijou");

  @Test
  void modulesLookDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy("dev.bijou.cli..")
        .layer("server")
        .definedBy("dev.bijou.server..")
        .layer("report")
        .definedBy("dev.bijou.report..")
        .layer("interop")
        .definedBy("dev.bijou.interop..")
        .layer("speech")
        .definedBy("dev.bijou.speech..")
        .layer("tables")
        .definedBy("dev.bijou.table..", "dev.bijou.conditional..", "dev.bijou.novelty..")
        .layer("sequence")
        .definedBy("dev.bijou.sequence..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("server", "cli")
        .whereLayer("interop")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("speech")
        .mayOnlyBeAccessedByLayers("server", "cli")
        .whereLayer("tables")
        .mayOnlyBeAccessedByLayers("report", "interop", "server", "cli")
        .whereLayer("sequence")
        .mayOnlyBeAccessedByLayers("speech", "interop", "server", "cli")
        .check(ALL);
  }

  @Test
  void packagesLookDownOnly() {
    slices().matching("dev.bijou.(**)").should().beFreeOfCycles().check(ALL);
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("program")
        .definedBy("dev.bijou.cli")
        .layer("commands")
        .definedBy(
            "dev.bijou.cli.table",
            "dev.bijou.cli.speech",
            "dev.bijou.cli.inspect",
            "dev.bijou.cli.serve")
        .layer("console")
        .definedBy("dev.bijou.cli.console")
        .whereLayer("program")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("commands")
        .mayOnlyBeAccessedByLayers("program")
        .whereLayer("console")
        .mayNotAccessAnyLayer()
        .check(ALL);
  }

  @Test
  void librariesNeverPrintOrExit() {
    assertFalse(LIBRARY.contain(Main.class), "cli is no library");
    noClasses().should().accessField(System.class, "out").check(LIBRARY);
    noClasses().should().accessField(System.class, "err").check(LIBRARY);
    noClasses().should().callMethod(System.class, "exit", int.class).check(LIBRARY);
  }

  @Test
  void librariesKnowNoCommandLine() throws IOException {
    assertEquals(
        List.of(), files(LIBRARIES, file -> lines(file).stream().anyMatch(FLAG.asPredicate())));
  }

  @Test
  void packagesAndFilesStaySmall() throws IOException {
    assertEquals(
        List.of(),
        files(MODULES, _ -> true).stream()
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()))
            .entrySet()
            .stream()
            .filter(files -> files.getValue() > MOST_FILES + 1) // and package-info
            .toList());
    assertEquals(
        List.of(),
        files(
            EVERYWHERE,
            file ->
                lines(file).size() > MOST_LINES
                    && lines(file).stream().noneMatch(WHY_LONG.asPredicate())));
  }

  /// The source files of modules for which something holds.
  private static List<Path> files(List<String> modules, Predicate<Path> holds) throws IOException {
    Path root = Path.of("..").toRealPath(); // tests run in the module's folder
    try (Stream<Path> files =
        modules.stream().flatMap(module -> walk(root.resolve(module).resolve("src/main/java")))) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertFalse(all.isEmpty());
      return all.stream().filter(holds).toList();
    }
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
