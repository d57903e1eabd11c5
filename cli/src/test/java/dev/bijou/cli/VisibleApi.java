package dev.bijou.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What programs that depend on Bijou see: the public types of packages that its modules export to everyone.
record VisibleApi(Set<String> packages) {
  private static final List<String> LIBRARIES =
      List.of("core", "sequence", "tables", "speech", "report");

  private static final Pattern EXPORTED = Pattern.compile("(?m)^ *exports ([\\w.]+);");

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(
              location -> !location.contains("-tests.jar") && !location.contains("/test-classes/"))
          .importPackages("dev.bijou");

  static VisibleApi read() throws IOException {
    Set<String> packages = new HashSet<>();
    for (String module : LIBRARIES) {
      Path file = Path.of("..", module, "src/main/java/module-info.java");
      EXPORTED
          .matcher(Files.readString(file))
          .results()
          .forEach(found -> packages.add(found.group(1)));
    }
    return new VisibleApi(packages);
  }

  /// All types, in the order of their names.
  List<JavaClass> types() {
    return ALL.stream()
        .filter(this::isVisible)
        .sorted(Comparator.comparing(JavaClass::getName))
        .toList();
  }

  boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && packages.contains(type.getPackageName())
        && type.getEnclosingClass().map(this::isVisible).orElse(true);
  }

  /// What a type offers to others.
  static List<JavaMember> members(JavaClass type) {
    return type.getMembers().stream().filter(VisibleApi::isOffered).toList();
  }

  private static boolean isOffered(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC)
            || modifiers.contains(JavaModifier.PROTECTED)
                && !member.getOwner().getModifiers().contains(JavaModifier.FINAL));
  }
}
