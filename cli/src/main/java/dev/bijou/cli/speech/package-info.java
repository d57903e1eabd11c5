/// The commands for speech, speak and voice, and how they train.
@NullMarked
package dev.bijou.cli.speech;

import org.jspecify.annotations.NullMarked;
