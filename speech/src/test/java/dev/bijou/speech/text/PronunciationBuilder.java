package dev.bijou.speech.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Builds the two resources of this package from the text of the CMU Pronouncing Dictionary, and measures
/// letter-to-sound on every tenth of its words, held out.
///
/// ```sh
/// ./mvnw -q -pl core,speech test-compile
/// java -Xmx4g -cp speech/target/classes:speech/target/test-classes dev.bijou.speech.text.PronunciationBuilder \
///   cmudict.dict speech/src/main/resources/dev/bijou/speech/text
/// ```
///
/// `cmudict.dict` is the file of that name of https://github.com/cmusphinx/cmudict.
final class PronunciationBuilder {
  private static final int ORDER = 6;
  private static final double LEAST_GAIN = 3;

  private PronunciationBuilder() {}

  public static void main(String[] arguments) throws IOException {
    SortedMap<String, byte[]> words = read(Path.of(arguments[0]));
    Path folder = Path.of(arguments[1]);
    measure(words);
    try (OutputStream out = Files.newOutputStream(folder.resolve("letter-to-sound.bin"))) {
      GraphoneTrainer.train(words, ORDER, LEAST_GAIN).write(out);
    }
    addModern(words);
    try (OutputStream out = Files.newOutputStream(folder.resolve("cmudict.bin"))) {
      PronouncingDictionary.write(words, out);
    }
    System.out.println(words.size() + " words");
  }

  /// The first pronunciation of each word of letters and apostrophes.
  static SortedMap<String, byte[]> read(Path dictionary) throws IOException {
    SortedMap<String, byte[]> words = new TreeMap<>();
    for (String line : Files.readAllLines(dictionary)) {
      String[] fields = line.replaceFirst("#.*", "").strip().split("\\s+");
      if (fields[0].matches("[a-z']+")) {
        words.putIfAbsent(fields[0], codes(Arrays.copyOfRange(fields, 1, fields.length)));
      }
    }
    return words;
  }

  private static byte[] codes(String... phones) {
    byte[] codes = new byte[phones.length];
    for (int i = 0; i < phones.length; i++) {
      codes[i] = (byte) Arpabet.code(phones[i]);
    }
    return codes;
  }

  private static List<String> phones(byte[] codes) {
    List<String> phones = new ArrayList<>();
    for (byte code : codes) {
      phones.add(Arpabet.PHONES.get(code));
    }
    return phones;
  }

  private static void measure(SortedMap<String, byte[]> words) {
    SortedMap<String, byte[]> learned = new TreeMap<>();
    SortedMap<String, byte[]> heldOut = new TreeMap<>();
    int i = 0;
    for (String word : words.keySet()) {
      (++i % 10 == 0 ? heldOut : learned).put(word, words.get(word));
    }
    LetterToSound letterToSound = GraphoneTrainer.train(learned, ORDER, LEAST_GAIN);
    Derivation derivation =
        new Derivation(word -> learned.containsKey(word) ? phones(learned.get(word)) : null);
    int right = 0;
    int rightWithStem = 0;
    int rightWithoutStress = 0;
    int errors = 0;
    int total = 0;
    for (String word : heldOut.keySet()) {
      List<String> truth = phones(heldOut.get(word));
      List<String> heard = letterToSound.pronounce(word);
      List<String> stem = derivation.find(word);
      right += heard.equals(truth) ? 1 : 0;
      rightWithStem += (stem == null ? heard : stem).equals(truth) ? 1 : 0;
      rightWithoutStress += withoutStress(heard).equals(withoutStress(truth)) ? 1 : 0;
      errors += distance(withoutStress(heard), withoutStress(truth));
      total += truth.size();
    }
    double n = heldOut.size();
    System.out.printf(
        "%d words held out: right %.1f %% with stress, %.1f %% without, %.1f %% with stress and stems;"
            + " %.1f %% of phones wrong%n",
        heldOut.size(),
        100 * right / n,
        100 * rightWithoutStress / n,
        100 * rightWithStem / n,
        100.0 * errors / total);
  }

  private static List<String> withoutStress(List<String> phones) {
    return phones.stream().map(phone -> phone.replaceAll("\\d", "")).toList();
  }

  /// Least number of phones put in, left out or changed.
  private static int distance(List<String> a, List<String> b) {
    int[] row = new int[b.size() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.size(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.size(); j++) {
        int above = row[j];
        int change = diagonal + (a.get(i - 1).equals(b.get(j - 1)) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.size()];
  }

  /// Words that are newer than the dictionary, or that it says as one hears them rarely.
  private static void addModern(SortedMap<String, byte[]> words) {
    String more =
        """
        wifi W AY1 F AY2
        emoji IH0 M OW1 JH IY0
        emojis IH0 M OW1 JH IY0 Z
        selfie S EH1 L F IY0
        covid K OW1 V IH0 D
        iphone AY1 F OW2 N
        ipad AY1 P AE2 D
        podcast P AA1 D K AE2 S T
        hashtag HH AE1 SH T AE2 G
        blog B L AA1 G
        blogger B L AA1 G ER0
        smartphone S M AA1 R T F OW2 N
        crypto K R IH1 P T OW0
        bitcoin B IH1 T K OY2 N
        linux L IH1 N AH0 K S
        github G IH1 T HH AH2 B
        youtube Y UW1 T UW2 B
        hmm HH AH1 M
        mm M
        shh SH
        psst P S T
        brr B ER1
        grr G ER1
        pfft F T
        celsius S EH1 L S IY0 AH0 S
        timezone T AY1 M Z OW2 N
        glow G L OW1
        okay OW2 K EY1
        et EH1 T
        """;
    for (String line : more.lines().toList()) {
      String[] fields = line.split(" ");
      words.putIfAbsent(fields[0], codes(Arrays.copyOfRange(fields, 1, fields.length)));
    }
  }
}
