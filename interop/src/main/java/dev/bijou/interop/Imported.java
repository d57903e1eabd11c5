package dev.bijou.interop;

import dev.bijou.distribution.Distribution;

/// A flow that another library has learned.
///
/// @param distribution the flow, of the same density
/// @param library which library wrote it
public record Imported(Distribution distribution, String library) {}
