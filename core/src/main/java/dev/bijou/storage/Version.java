package dev.bijou.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version of this library, read from its jar.
public final class Version {
  private static final String CURRENT = load();

  private Version() {}

  /// The version, for instance `0.1.0`; `unreleased` where the classes do not come from a jar that Maven built.
  public static String current() {
    return CURRENT;
  }

  private static String load() {
    try (InputStream stream =
        Version.class.getResourceAsStream("/META-INF/maven/dev.bijou/bijou-core/pom.properties")) {
      Properties properties = new Properties();
      if (stream != null) {
        properties.load(stream);
      }
      return properties.getProperty("version", "unreleased");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version from the jar", e);
    }
  }
}
