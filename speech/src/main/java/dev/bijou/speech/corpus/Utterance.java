package dev.bijou.speech.corpus;

import java.nio.file.Path;

/// A recording and what is said in it.
///
/// @param id its name in the corpus
/// @param audio the file
/// @param text the transcript; empty where the corpus has none
public record Utterance(String id, Path audio, String text) {}
