/// Small programs that use the library on real data.
@NullMarked
package dev.bijou.example;

import org.jspecify.annotations.NullMarked;
