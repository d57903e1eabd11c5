/// What the files of voices and speakers hold besides their flows, as JSON.
@NullMarked
package dev.bijou.speech.json;

import org.jspecify.annotations.NullMarked;
