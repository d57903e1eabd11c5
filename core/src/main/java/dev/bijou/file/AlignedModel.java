package dev.bijou.file;

import com.google.gson.JsonObject;
import dev.bijou.alignment.AlignedFlow;

/// What the file of an aligned flow holds.
///
/// @param flow the flow, ready to use
/// @param metadata the sections that the writer added
/// @param version the version of Bijou that wrote the file
public record AlignedModel(AlignedFlow flow, JsonObject metadata, String version) {}
