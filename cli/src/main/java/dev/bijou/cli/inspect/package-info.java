/// The command inspect, and how it describes models, voices and speakers.
@NullMarked
package dev.bijou.cli.inspect;

import org.jspecify.annotations.NullMarked;
