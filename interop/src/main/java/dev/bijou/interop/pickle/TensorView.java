package dev.bijou.interop.pickle;

import dev.bijou.storage.Dtype;

/// A tensor as a part of a storage.
///
/// @param key the name of the storage
/// @param dtype the type of its elements
/// @param count how many elements the storage has
/// @param offset the element of the storage at which the tensor starts
/// @param size its extents
/// @param stride how many elements of the storage the next index along each extent is away
public record TensorView(
    String key, Dtype dtype, long count, long offset, int[] size, long[] stride) {}
