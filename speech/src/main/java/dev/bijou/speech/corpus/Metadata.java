package dev.bijou.speech.corpus;

import dev.bijou.speech.SpeechException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A list of utterances: lines `id|text` or `id|text|normalized text` in UTF-8, without quotes.
final class Metadata {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Metadata() {}

  static List<Utterance> readIfPresent(Path file, AudioIndex audio) {
    return Files.exists(file) ? read(file, audio) : List.of();
  }

  static List<Utterance> read(Path file, AudioIndex audio) {
    List<Utterance> utterances = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line =
          i == 0 && lines.get(0).startsWith(BYTE_ORDER_MARK)
              ? lines.get(0).substring(1)
              : lines.get(i);
      if (line.isBlank()) {
        continue;
      }
      String where = file + ", line " + (i + 1) + ": ";
      String[] fields = line.split("\\|", -1);
      String id = fields[0].strip();
      if (fields.length < 2 || id.isEmpty()) {
        throw new SpeechException(where + "is not of the form id|text; correct it");
      }
      if (!ids.add(id)) {
        throw new SpeechException(where + "\"" + id + "\" appears twice; remove one");
      }
      Path recording = audio.find(id);
      if (recording == null) {
        throw new SpeechException(
            where + "there is no recording " + id + ".wav or .flac; add it, or remove the line");
      }
      utterances.add(new Utterance(id, recording, fields[fields.length - 1].strip()));
    }
    if (utterances.isEmpty()) {
      throw new SpeechException(file + ": lists no utterances; add lines of the form id|text");
    }
    return utterances;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new SpeechException(file + ": is not UTF-8; convert it", e);
    } catch (IOException e) {
      throw SpeechException.unreadable(file.toString(), e);
    }
  }
}
