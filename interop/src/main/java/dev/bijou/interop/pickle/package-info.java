/// Python's pickles as plain data: whatever they ask to be called is noted and not called.
@NullMarked
package dev.bijou.interop.pickle;

import org.jspecify.annotations.NullMarked;
