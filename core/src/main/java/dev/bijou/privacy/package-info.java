/// Differential privacy: what noise costs, and noise that nobody can predict.
@NullMarked
package dev.bijou.privacy;

import org.jspecify.annotations.NullMarked;
