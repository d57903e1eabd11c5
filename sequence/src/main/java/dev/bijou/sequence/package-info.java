/// Flows of sequences, such as sound: segments to learn from, their likelihood, vocoders, and long draws in bounded memory.
@NullMarked
package dev.bijou.sequence;

import org.jspecify.annotations.NullMarked;
