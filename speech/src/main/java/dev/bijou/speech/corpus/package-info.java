/// Folders of recorded utterances: [Corpus] reads them, [Utterance] is one.
@NullMarked
package dev.bijou.speech.corpus;

import org.jspecify.annotations.NullMarked;
