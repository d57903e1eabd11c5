package dev.bijou.file;

import com.google.gson.JsonObject;
import dev.bijou.distribution.Distribution;

/// What a model file holds.
///
/// @param distribution the distribution, ready to use
/// @param metadata the sections that the writer added, such as the schema of the table and the provenance
/// @param version the version of Bijou that wrote the file
public record Model(Distribution distribution, JsonObject metadata, String version) {}
