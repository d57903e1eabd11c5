package dev.bijou.speech.training;

/// The recordings that a model was trained on.
///
/// @param corpus name of the folder
/// @param sha256 of their samples in 16 bits, in lower-case hexadecimal digits
/// @param utterances how many there are
/// @param seconds their total duration
public record CorpusData(String corpus, String sha256, int utterances, double seconds) {}
