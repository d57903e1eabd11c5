/// The model file: a versioned safetensors file that holds architecture, numbers and provenance.
@NullMarked
package dev.bijou.file;

import org.jspecify.annotations.NullMarked;
