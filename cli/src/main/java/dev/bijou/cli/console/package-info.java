/// What all commands share: streams and the terminal, files, signals, and common options.
@NullMarked
package dev.bijou.cli.console;

import org.jspecify.annotations.NullMarked;
