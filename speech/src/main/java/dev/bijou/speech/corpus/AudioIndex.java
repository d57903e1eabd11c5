package dev.bijou.speech.corpus;

import dev.bijou.speech.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The recordings of a corpus by their id, which is the file's name without its extension.
final class AudioIndex {
  private static final List<String> FOLDERS = List.of("wavs", "wav", "flac", "");
  private static final List<String> ENDINGS = List.of(".wav", ".flac");

  private final TreeMap<String, Path> files = new TreeMap<>();

  private AudioIndex() {}

  static AudioIndex of(Path folder) {
    AudioIndex index = new AudioIndex();
    for (String name : FOLDERS) {
      Path place = name.isEmpty() ? folder : folder.resolve(name);
      if (Files.isDirectory(place)) {
        index.addAll(place);
      }
    }
    return index;
  }

  private void addAll(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      entries.sorted().forEach(this::add);
    } catch (IOException e) {
      throw SpeechException.unreadable(folder.toString(), e);
    }
  }

  private void add(Path file) {
    String name = String.valueOf(file.getFileName());
    for (String ending : ENDINGS) {
      if (name.toLowerCase(Locale.ROOT).endsWith(ending) && !name.startsWith(".")) {
        files.putIfAbsent(name.substring(0, name.length() - ending.length()), file);
      }
    }
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  @Nullable Path find(String id) {
    return files.get(id);
  }

  /// The ids of recordings that are not among utterances.
  List<String> without(List<Utterance> listed) {
    Set<String> ids = new TreeSet<>(files.keySet());
    listed.forEach(utterance -> ids.remove(utterance.id()));
    return List.copyOf(ids);
  }

  /// All recordings, without texts, in the order of their ids.
  List<Utterance> utterances() {
    List<Utterance> all = new ArrayList<>();
    files.forEach((id, file) -> all.add(new Utterance(id, file, "")));
    return all;
  }
}
