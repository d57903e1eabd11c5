package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every change of what programs see shows in the file `api.txt`, so that none happens by accident.
class ApiBaselineTest {
  private static final Path BASELINE = Path.of("src/test/resources/api.txt");
  private static final Path NOW = Path.of("target/api.txt");

  /// What records and enums have anyway.
  private static final Set<String> EVERYWHERE =
      Set.of("equals", "hashCode", "toString", "values", "valueOf");

  private static final Set<String> INHERITED = Set.of("Object", "Record");

  private static final Pattern PACKAGE = Pattern.compile("\\b([a-z]\\w*\\.)+(?=[A-Z])");

  @Test
  void whatProgramsSeeIsWhatWasAgreedOn() throws IOException {
    List<String> now = new ArrayList<>();
    for (JavaClass type : VisibleApi.read().types()) {
      now.add(describe(type));
      VisibleApi.members(type).stream()
          .filter(member -> !EVERYWHERE.contains(member.getName()))
          .map(member -> "  " + describe(member))
          .sorted()
          .forEach(now::add);
    }
    Files.write(NOW, now);
    List<String> before = Files.readAllLines(BASELINE);
    assertEquals(
        "",
        differences(before, now),
        () ->
            "the public API has changed; if it should, copy cli/%s to cli/%s"
                .formatted(NOW, BASELINE));
  }

  private static String differences(List<String> before, List<String> now) {
    return Stream.concat(
            without(before, now).map(line -> "- " + line),
            without(now, before).map(line -> "+ " + line))
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> without(List<String> some, List<String> others) {
    Set<String> known = new HashSet<>(withTypes(others));
    return withTypes(some).stream().filter(line -> !known.contains(line));
  }

  /// The lines, each member after the type that it belongs to.
  private static List<String> withTypes(List<String> lines) {
    List<String> all = new ArrayList<>();
    String type = "";
    for (String line : lines) {
      boolean member = line.startsWith(" ");
      type = member ? type : line;
      all.add(member ? type + ":" + line : line);
    }
    return all;
  }

  private static String describe(JavaClass type) {
    String above =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
            .map(ApiBaselineTest::name)
            .filter(name -> !INHERITED.contains(name))
            .sorted()
            .collect(Collectors.joining(", "));
    String is =
        type.isRecord()
            ? "record"
            : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
    return modifiers(type.getModifiers().stream())
        + is
        + " "
        + type.getName()
        + (above.isEmpty() ? "" : " : " + above);
  }

  private static String describe(JavaMember member) {
    String modifiers = modifiers(member.getModifiers().stream());
    if (member instanceof JavaField field) {
      return modifiers + name(field.getType()) + " " + field.getName();
    }
    JavaCodeUnit code = (JavaCodeUnit) member;
    String parameters =
        code.getParameterTypes().stream()
            .map(ApiBaselineTest::name)
            .collect(Collectors.joining(", "));
    return code instanceof JavaConstructor
        ? modifiers + "new(" + parameters + ")"
        : modifiers + name(code.getReturnType()) + " " + code.getName() + "(" + parameters + ")";
  }

  private static String name(JavaType type) {
    String name =
        type instanceof JavaClass array && array.isArray()
            ? name(array.getComponentType()) + "[]"
            : type.getName();
    return PACKAGE.matcher(name).replaceAll("");
  }

  private static String modifiers(Stream<JavaModifier> modifiers) {
    return modifiers
        .filter(modifier ->
            switch (modifier) {
              case PROTECTED, STATIC, FINAL, ABSTRACT -> true;
              default -> false;
            })
        .map(modifier -> modifier.name().toLowerCase(Locale.ROOT) + " ")
        .sorted()
        .collect(Collectors.joining());
  }
}
