/// Sequences that follow others at their own pace, such as speech its text: an [AlignedFlow] is the density of a sequence
/// given symbols, an [Alignment] says which frames belong to which symbol.
@NullMarked
package dev.bijou.sequence.alignment;

import org.jspecify.annotations.NullMarked;
