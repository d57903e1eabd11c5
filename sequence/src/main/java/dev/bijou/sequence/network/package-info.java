/// Networks over sequences: convolutions along the frames of a segment, and the encoder of symbols.
@NullMarked
package dev.bijou.sequence.network;

import org.jspecify.annotations.NullMarked;
