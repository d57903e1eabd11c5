/// The command line: one class a verb.
@NullMarked
package dev.bijou.cli;

import org.jspecify.annotations.NullMarked;
