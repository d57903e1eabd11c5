package dev.bijou.file;

import dev.bijou.distribution.Distribution;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a model file holds.
///
/// @param distribution the distribution, ready to use
/// @param sections what the writer added, such as the schema of the table and the provenance: JSON texts by name
/// @param version the version of Bijou that wrote the file
public record Model(Distribution distribution, Map<String, String> sections, String version) {
  /// Copies the sections.
  public Model {
    sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
  }
}
