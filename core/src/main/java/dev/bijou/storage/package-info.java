/// Files under the model file: the safetensors container, checkpoints, files that appear whole, and claims on them.
@NullMarked
package dev.bijou.storage;

import org.jspecify.annotations.NullMarked;
