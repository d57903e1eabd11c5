package dev.bijou.documentation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every block of Java in the guides is code of this package, which compiles and whose tests pass: the same but for
/// white space and assertions.
class SnippetTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path SOURCES =
      Path.of("src", "test", "java", "dev", "bijou", "documentation");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");
  private static final Pattern ASSERTION = Pattern.compile("(?ms)^ *assert\\w+\\(.*?\\);\n");

  @ParameterizedTest
  @ValueSource(strings = {"choosing-a-flow", "numerics", "extending", "getting-started-java"})
  void everyBlockIsTestedCode(String name) throws IOException {
    String code = squeezed(sources());
    String text = Files.readString(DOCS.resolve(name + ".md"));
    var blocks = BLOCK.matcher(text).results().map(MatchResult::group).toList();
    assertTrue(blocks.size() > 0, "a guide for Java has Java in it");
    for (String block : blocks) {
      String snippet =
          block.lines().filter(line -> !line.startsWith("```")).collect(Collectors.joining("\n"));
      assertTrue(
          code.contains(squeezed(snippet)),
          "docs/" + name + ".md has code that no test runs:\n" + snippet);
    }
  }

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.sorted().toList()) {
        all.append(ASSERTION.matcher(Files.readString(file)).replaceAll(""));
      }
      return all.toString();
    }
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s", "");
  }
}
