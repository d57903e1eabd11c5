package dev.bijou.speech.text;

import dev.bijou.speech.SpeechException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A user's own pronunciations: lines `word<TAB>P R OW1 …` in UTF-8; empty lines and those that begin with # are
/// skipped.
final class OwnPronunciations {
  private OwnPronunciations() {}

  static Map<String, List<String>> read(Path file) {
    Map<String, List<String>> own = new HashMap<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replace("\uFEFF", "").strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(line, file + ", line " + (i + 1) + ": ", own);
      }
    }
    return Map.copyOf(own);
  }

  private static void add(String line, String where, Map<String, List<String>> own) {
    String[] fields = line.split("\\s+", 2);
    String word = fields[0].toLowerCase(Locale.ROOT).replace('’', '\'');
    if (!word.matches("[a-z]+(?:'[a-z]+)*'?")) {
      throw new SpeechException(
          where
              + "\""
              + fields[0]
              + "\" is not a word; write it with the letters a to z and apostrophes");
    }
    if (fields.length < 2) {
      throw new SpeechException(
          where
              + "\""
              + fields[0]
              + "\" has no phones; write them after a tab, as in: hello\tHH AH0 L OW1");
    }
    List<String> phones = List.of(fields[1].toUpperCase(Locale.ROOT).split("\\s+"));
    for (String phone : phones) {
      if (Arpabet.code(phone) < 0) {
        throw new SpeechException(
            where
                + "\""
                + phone
                + "\" is not a phone"
                + (Arpabet.code(phone + "0") >= 0
                    ? "; add the stress of the vowel: 0, 1 or 2"
                    : "; use those of the CMU dictionary, such as AA1, B or ZH"));
      }
    }
    if (own.putIfAbsent(word, phones) != null) {
      throw new SpeechException(where + "\"" + fields[0] + "\" appears twice; remove one");
    }
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
