/// Text in, phones out: the front end of speech synthesis.
///
/// A [Language] reads text as a stream and gives [Sentence]s of words with their phones and of pauses; its [Inventory]
/// numbers the symbols for an acoustic model. [UsEnglish] is the one language. Reading order: `SentenceReader` (text to
/// sentences) → `Characters`, `TextNormalizer` and the rules (sentences to words) → `Pronouncer`, `Homographs`,
/// `PronouncingDictionary`, `Derivation`, `LetterToSound` (words to phones).
@NullMarked
package dev.bijou.speech.text;

import org.jspecify.annotations.NullMarked;
