package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What programs that depend on Bijou see: the public types of packages that its modules export to everyone.
class VisibleTypesTest {
  private static final List<String> LIBRARIES =
      List.of("core", "sequence", "tables", "speech", "report");

  private static final int MOST_TYPES = 150;
  private static final Pattern EXPORTED = Pattern.compile("(?m)^ *exports ([\\w.]+);");

  /// Members that mention what is not exported all the same.
  private static final Set<String> KNOWN =
      Set.of(
          "dev.bijou.tensor.Tensor.matrix", // kernels want it cached, and Bijou's own operations
          // call it
          "dev.bijou.table.model.Provenance.fromJson",
          "dev.bijou.table.model.Provenance.toJson",
          "dev.bijou.table.model.TableModel.<init>", // what is watched, which a model keeps as it
          // is
          "dev.bijou.table.model.TableModel.schemaJson",
          "dev.bijou.table.model.TableModel.watched",
          "dev.bijou.table.model.TableModel.withWatched",
          "dev.bijou.table.schema.SchemaDraft.<init>",
          "dev.bijou.table.schema.SchemaDraft.given",
          "dev.bijou.table.schema.SchemaDraft.targets",
          "dev.bijou.table.schema.Schema.fromJson",
          "dev.bijou.table.schema.Schema.toJson");

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(
              location -> !location.contains("-tests.jar") && !location.contains("/test-classes/"))
          .importPackages("dev.bijou");

  @Test
  void typesStayFew() throws IOException {
    Set<String> packages = exported();
    List<String> types =
        ALL.stream()
            .filter(type -> type.isTopLevelClass() && isVisible(type, packages))
            .map(JavaClass::getName)
            .sorted()
            .toList();
    assertFalse(types.isEmpty());
    assertTrue(
        types.size() <= MOST_TYPES,
        () ->
            "%d types are visible, but at most %d should be; make one of these package-private, nest it in its owner, or move it to a package that is exported to Bijou's own modules:%n%s"
                .formatted(types.size(), MOST_TYPES, String.join("\n", types)));
  }

  @Test
  void signaturesMentionVisibleTypesOnly() throws IOException {
    Set<String> packages = exported();
    Set<String> mentions = new TreeSet<>();
    Set<String> met = new HashSet<>();
    for (JavaClass type : ALL) {
      if (!isVisible(type, packages)) {
        continue;
      }
      Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream())
          .forEach(above -> collect(type.getName(), above, packages, mentions));
      for (JavaMember member : type.getMembers()) {
        String name = member.getOwner().getName() + "." + member.getName();
        if (isOffered(member) && KNOWN.contains(name)) {
          met.add(name);
        } else if (isOffered(member)) {
          types(member).forEach(mentioned -> collect(name, mentioned, packages, mentions));
        }
      }
    }
    assertEquals(List.of(), List.copyOf(mentions));
    assertEquals(KNOWN, met);
  }

  /// The packages that are exported to everyone.
  private static Set<String> exported() throws IOException {
    Set<String> packages = new HashSet<>();
    for (String module : LIBRARIES) {
      Path file = Path.of("..", module, "src/main/java/module-info.java");
      EXPORTED
          .matcher(Files.readString(file))
          .results()
          .forEach(found -> packages.add(found.group(1)));
    }
    return packages;
  }

  private static boolean isVisible(JavaClass type, Set<String> packages) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && packages.contains(type.getPackageName())
        && type.getEnclosingClass().map(owner -> isVisible(owner, packages)).orElse(true);
  }

  private static boolean isOffered(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC)
            || modifiers.contains(JavaModifier.PROTECTED)
                && !member.getOwner().getModifiers().contains(JavaModifier.FINAL));
  }

  private static List<JavaType> types(JavaMember member) {
    return member instanceof JavaCodeUnit code
        ? Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream()).toList()
        : List.of(((JavaField) member).getType());
  }

  private static void collect(
      String where, JavaType mentioned, Set<String> packages, Set<String> mentions) {
    for (JavaClass raw : mentioned.getAllInvolvedRawTypes()) {
      JavaClass type = raw.getBaseComponentType();
      if (!type.isPrimitive()
          && !type.getName().startsWith("java.")
          && !isVisible(type, packages)) {
        mentions.add(where + ": " + type.getName());
      }
    }
  }
}
