package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What programs that depend on Bijou see: the public types of packages that its modules export to everyone.
class VisibleTypesTest {
  private static final int MOST_TYPES = 150;

  /// Members that mention what is not exported all the same.
  private static final Set<String> KNOWN =
      Set.of(
          "dev.bijou.tensor.Tensor.matrix", // kernels want it cached, and operations call it
          "dev.bijou.table.io.TableWriter.toParquet", // for modules of Bijou, which know the schema
          "dev.bijou.table.model.Provenance.fromJson",
          "dev.bijou.table.model.Provenance.toJson",
          "dev.bijou.table.model.TableModel.<init>", // what is watched, as the model keeps it
          "dev.bijou.table.model.TableModel.description",
          "dev.bijou.table.model.TableModel.schemaJson",
          "dev.bijou.table.model.TableModel.watched",
          "dev.bijou.table.model.TableModel.withWatched",
          "dev.bijou.table.schema.SchemaDraft.<init>",
          "dev.bijou.table.schema.SchemaDraft.given",
          "dev.bijou.table.schema.SchemaDraft.targets",
          "dev.bijou.table.schema.Schema.fromJson",
          "dev.bijou.table.schema.Schema.toJson");

  @Test
  void typesStayFew() throws IOException {
    List<String> types =
        VisibleApi.read().types().stream()
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getName)
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
    VisibleApi api = VisibleApi.read();
    Set<String> mentions = new TreeSet<>();
    Set<String> met = new HashSet<>();
    for (JavaClass type : api.types()) {
      Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream())
          .forEach(above -> collect(type.getName(), above, api, mentions));
      for (JavaMember member : VisibleApi.members(type)) {
        String name = member.getOwner().getName() + "." + member.getName();
        if (KNOWN.contains(name)) {
          met.add(name);
        } else {
          types(member).forEach(mentioned -> collect(name, mentioned, api, mentions));
        }
      }
    }
    assertEquals(List.of(), List.copyOf(mentions));
    assertEquals(KNOWN, met);
  }

  private static List<JavaType> types(JavaMember member) {
    return member instanceof JavaCodeUnit code
        ? Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream()).toList()
        : List.of(((JavaField) member).getType());
  }

  private static void collect(
      String where, JavaType mentioned, VisibleApi api, Set<String> mentions) {
    for (JavaClass raw : mentioned.getAllInvolvedRawTypes()) {
      JavaClass type = raw.getBaseComponentType();
      if (!type.isPrimitive() && !type.getName().startsWith("java.") && !api.isVisible(type)) {
        mentions.add(where + ": " + type.getName());
      }
    }
  }
}
