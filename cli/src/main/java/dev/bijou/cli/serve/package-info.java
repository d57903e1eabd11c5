/// The commands that serve models: over HTTP, and as a page.
@NullMarked
package dev.bijou.cli.serve;

import org.jspecify.annotations.NullMarked;
