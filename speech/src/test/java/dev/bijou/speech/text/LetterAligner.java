package dev.bijou.speech.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Aligns each letter of a word with the zero to two phones that it stands for, by expectation maximization over
/// all alignments (Jiampojamarn, Kondrak & Sherif 2007). Stress is left out of account.
final class LetterAligner {
  private static final int LONGEST = 2;
  private static final int ITERATIONS = 8;

  private Map<Integer, Double> probabilities = new HashMap<>();

  LetterAligner(Map<String, byte[]> words) {
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      Map<Integer, Double> counts = new HashMap<>();
      words.forEach((word, phones) -> count(word, phones, counts));
      double total = counts.values().stream().mapToDouble(Double::doubleValue).sum();
      counts.replaceAll((_, count) -> count / total);
      probabilities = counts;
    }
  }

  private static int bare(byte phone) {
    return Arpabet.isVowel(phone) ? phone / 3 * 3 : phone;
  }

  private static int key(char letter, byte[] phones, int from, int to) {
    int key = letter;
    for (int i = from; i < to; i++) {
      key = key << 8 | bare(phones[i]) + 1;
    }
    return key;
  }

  private double probability(char letter, byte[] phones, int from, int to) {
    return probabilities.isEmpty()
        ? 1
        : probabilities.getOrDefault(key(letter, phones, from, to), 0.0);
  }

  private void count(String word, byte[] phones, Map<Integer, Double> counts) {
    int n = word.length();
    int m = phones.length;
    double[][] forward = new double[n + 1][m + 1];
    double[][] backward = new double[n + 1][m + 1];
    forward[0][0] = 1;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= m; j++) {
        for (int k = 0; k <= LONGEST && j + k <= m; k++) {
          forward[i + 1][j + k] += forward[i][j] * probability(word.charAt(i), phones, j, j + k);
        }
      }
    }
    backward[n][m] = 1;
    for (int i = n - 1; i >= 0; i--) {
      for (int j = 0; j <= m; j++) {
        for (int k = 0; k <= LONGEST && j + k <= m; k++) {
          backward[i][j] += backward[i + 1][j + k] * probability(word.charAt(i), phones, j, j + k);
        }
      }
    }
    double whole = forward[n][m];
    if (!(whole > 0)) {
      return;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= m; j++) {
        for (int k = 0; k <= LONGEST && j + k <= m; k++) {
          double posterior =
              forward[i][j]
                  * probability(word.charAt(i), phones, j, j + k)
                  * backward[i + 1][j + k]
                  / whole;
          if (posterior > 0) {
            counts.merge(key(word.charAt(i), phones, j, j + k), posterior, Double::sum);
          }
        }
      }
    }
  }

  /// The most probable alignment: the phones of each letter, or null where there is none.
  @Nullable List<byte[]> align(String word, byte[] phones) {
    int n = word.length();
    int m = phones.length;
    double[][] best = new double[n + 1][m + 1];
    int[][] step = new int[n + 1][m + 1];
    best[0][0] = 1;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= m; j++) {
        for (int k = 0; k <= LONGEST && j + k <= m; k++) {
          double p = best[i][j] * probability(word.charAt(i), phones, j, j + k);
          if (p > best[i + 1][j + k]) {
            best[i + 1][j + k] = p;
            step[i + 1][j + k] = k;
          }
        }
      }
    }
    if (!(best[n][m] > 0)) {
      return null;
    }
    List<byte[]> chunks = new ArrayList<>();
    for (int i = n, j = m; i > 0; i--) {
      int k = step[i][j];
      chunks.add(java.util.Arrays.copyOfRange(phones, j - k, j));
      j -= k;
    }
    return chunks.reversed();
  }
}
