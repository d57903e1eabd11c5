package dev.bijou.interop.pickle;

import dev.bijou.storage.Dtype;
import org.jspecify.annotations.Nullable;

/// A run of numbers that lies outside of the pickle.
///
/// @param dtype the type of its elements; null if the tensor says it
/// @param key its name
/// @param count how many elements it has; of one byte each if the tensor says their type
public record Storage(@Nullable Dtype dtype, String key, long count) {}
