/// The command line: one class per command.
@NullMarked
package dev.bijou.cli;

import org.jspecify.annotations.NullMarked;
