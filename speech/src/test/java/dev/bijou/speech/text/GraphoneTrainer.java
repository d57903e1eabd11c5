package dev.bijou.speech.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Learns the n-gram model of [LetterToSound]: aligns, counts, smooths by interpolated Kneser–Ney with modified
/// discounts (Chen & Goodman 1999), and prunes what shorter histories tell nearly as well (Seymore & Rosenfeld 1996).
final class GraphoneTrainer {
  /// How often a graphone must occur; words that need a rarer one are left out.
  private static final int RARE = 4;

  private final int order;
  private final List<byte[]> graphonePhones = new ArrayList<>();
  private final List<Byte> graphoneLetters = new ArrayList<>();

  // The trie of counts: node 0 is the root.
  private final Map<Long, Integer> children = new HashMap<>();
  private int nodes = 1;
  private int[] parent = new int[1 << 16];
  private short[] graphone = new short[1 << 16];
  private byte[] depth = new byte[1 << 16];
  private int[] suffix = new int[1 << 16];
  private double[] count = new double[1 << 16];

  private GraphoneTrainer(int order) {
    this.order = order;
  }

  /// @param order of the n-gram
  /// @param least what an n-gram must gain in nats over the words to be kept
  static LetterToSound train(Map<String, byte[]> words, int order, double least) {
    GraphoneTrainer trainer = new GraphoneTrainer(order);
    trainer.count(trainer.sequences(words));
    return trainer.estimate(least);
  }

  private List<short[]> sequences(Map<String, byte[]> words) {
    LetterAligner aligner = new LetterAligner(words);
    TreeMap<String, Integer> counts = new TreeMap<>();
    List<List<String>> aligned = new ArrayList<>();
    words.forEach((word, phones) -> {
      List<byte[]> chunks = aligner.align(word, phones);
      if (chunks != null) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < word.length(); i++) {
          names.add(name(word.charAt(i), chunks.get(i)));
        }
        aligned.add(names);
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
      }
    });
    counts.values().removeIf(n -> n < RARE);
    Map<String, Short> ids = new HashMap<>();
    graphoneLetters.add((byte) '^');
    graphoneLetters.add((byte) '$');
    graphonePhones.add(new byte[0]);
    graphonePhones.add(new byte[0]);
    for (String name : counts.keySet()) {
      ids.put(name, (short) graphoneLetters.size());
      graphoneLetters.add((byte) name.charAt(0));
      byte[] phones = new byte[name.length() - 1];
      for (int i = 0; i < phones.length; i++) {
        phones[i] = (byte) (name.charAt(i + 1) - 1);
      }
      graphonePhones.add(phones);
    }
    List<short[]> sequences = new ArrayList<>();
    for (List<String> names : aligned) {
      if (ids.keySet().containsAll(names)) {
        short[] sequence = new short[names.size() + 2];
        sequence[0] = LetterToSound.START;
        for (int i = 0; i < names.size(); i++) {
          sequence[i + 1] = ids.get(names.get(i));
        }
        sequence[names.size() + 1] = LetterToSound.END;
        sequences.add(sequence);
      }
    }
    return sequences;
  }

  private static String name(char letter, byte[] phones) {
    StringBuilder name = new StringBuilder().append(letter);
    for (byte phone : phones) {
      name.append((char) (phone + 1));
    }
    return name.toString();
  }

  private void count(List<short[]> sequences) {
    for (short[] sequence : sequences) {
      int[] open = {0}; // the nodes that end here, the longest history first, the root last
      for (int i = 0; i < sequence.length; i++) {
        int[] next = new int[Math.min(order, open.length + 1)];
        next[next.length - 1] = 0;
        int shorter = 0;
        for (int k = next.length - 2; k >= 0; k--) {
          int history = open[open.length - next.length + 1 + k];
          int node = childOrNew(history, sequence[i], shorter);
          count[node]++;
          next[k] = node;
          shorter = node;
        }
        if (open.length >= order) { // the longest n-gram is no history
          int node = childOrNew(open[0], sequence[i], shorter);
          count[node]++;
        }
        open = next;
      }
    }
  }

  private int childOrNew(int history, short g, int shorter) {
    long key = (long) history << 16 | g;
    Integer known = children.get(key);
    if (known != null) {
      return known;
    }
    int node = nodes++;
    if (node == parent.length) {
      int longer = 2 * node;
      parent = Arrays.copyOf(parent, longer);
      graphone = Arrays.copyOf(graphone, longer);
      depth = Arrays.copyOf(depth, longer);
      suffix = Arrays.copyOf(suffix, longer);
      count = Arrays.copyOf(count, longer);
    }
    children.put(key, node);
    parent[node] = history;
    graphone[node] = g;
    depth[node] = (byte) (depth[history] + 1);
    suffix[node] = shorter;
    return node;
  }

  private LetterToSound estimate(double least) {
    double[] adjusted = new double[nodes];
    for (int i = 1; i < nodes; i++) {
      if (depth[i] > 1) {
        adjusted[suffix[i]]++;
      }
    }
    for (int i = 1; i < nodes; i++) {
      if (depth[i] == order || adjusted[i] == 0) { // nothing stands before a word's start
        adjusted[i] = count[i];
      }
    }
    double[][] seen = new double[order + 1][5];
    double[] total = new double[nodes];
    for (int i = 1; i < nodes; i++) {
      if (graphone[i] != LetterToSound.START) {
        total[parent[i]] += adjusted[i];
        if (adjusted[i] <= 4) {
          seen[depth[i]][(int) adjusted[i]]++;
        }
      }
    }
    double[] kept = new double[nodes]; // the discounted relative count
    for (int i = 1; i < nodes; i++) {
      if (graphone[i] != LetterToSound.START) {
        double[] n = seen[depth[i]];
        int k = (int) Math.min(3, adjusted[i]);
        double y = n[1] / (n[1] + 2 * n[2]);
        double discount = Math.clamp(k - (k + 1) * y * n[k + 1] / Math.max(1, n[k]), 0.1, k - 0.05);
        kept[i] = (adjusted[i] - discount) / total[parent[i]];
      }
    }
    int[] byDepth = new int[nodes];
    Integer[] sorted = new Integer[nodes];
    Arrays.setAll(sorted, i -> i);
    Arrays.sort(sorted, (a, b) -> Integer.compare(depth[a], depth[b]));
    Arrays.setAll(byDepth, i -> sorted[i]);
    boolean[] alive = new boolean[nodes];
    Arrays.fill(alive, true);
    double[] probability = probabilities(byDepth, kept, alive);
    boolean[] needed = new boolean[nodes];
    double[] gamma = backoffs(kept, alive);
    for (int at = nodes - 1; at > 0; at--) {
      int i = byDepth[at];
      if (depth[i] > 1 && !needed[i]) {
        double shorter = gamma[parent[i]] * probability[suffix[i]];
        alive[i] = graphone[i] != 0 && count[i] * Math.log(probability[i] / shorter) > least;
      }
      if (alive[i]) {
        needed[parent[i]] = true;
        needed[suffix[i]] = true;
      }
    }
    probability = probabilities(byDepth, kept, alive);
    return assemble(byDepth, probability, backoffs(kept, alive), alive);
  }

  private double[] backoffs(double[] kept, boolean[] alive) {
    double[] gamma = new double[nodes];
    Arrays.fill(gamma, 1);
    for (int i = 1; i < nodes; i++) {
      if (alive[i]) {
        gamma[parent[i]] -= kept[i];
      }
    }
    return gamma;
  }

  private double[] probabilities(int[] byDepth, double[] kept, boolean[] alive) {
    double[] gamma = backoffs(kept, alive);
    double uniform = 1.0 / (graphoneLetters.size() - 1);
    double[] probability = new double[nodes];
    for (int i : byDepth) {
      if (i > 0) {
        double shorter = depth[i] == 1 ? uniform : probability[suffix[i]];
        probability[i] = kept[i] + gamma[parent[i]] * shorter;
      }
    }
    return probability;
  }

  private LetterToSound assemble(
      int[] byDepth, double[] probability, double[] gamma, boolean[] alive) {
    Map<Integer, List<Integer>> kin = new HashMap<>();
    for (int i : byDepth) {
      if (i > 0 && alive[i]) {
        kin.computeIfAbsent(parent[i], _ -> new ArrayList<>()).add(i);
      }
    }
    List<Integer> queue = new ArrayList<>(List.of(0));
    List<Integer> sizes = new ArrayList<>();
    for (int at = 0; at < queue.size(); at++) {
      List<Integer> own = kin.getOrDefault(queue.get(at), new ArrayList<>());
      own.sort((a, b) -> Short.compare(graphone[a], graphone[b]));
      sizes.add(own.size());
      queue.addAll(own);
    }
    int n = queue.size();
    short[] graphones = new short[n];
    byte[] costs = new byte[n];
    byte[] backoffs = new byte[n];
    int[] firstChild = new int[n + 1];
    firstChild[0] = 1;
    for (int at = 0; at < n; at++) {
      int i = queue.get(at);
      graphones[at] = graphone[i];
      costs[at] = i == 0 ? 0 : cost(probability[i]);
      backoffs[at] = sizes.get(at) == 0 ? 0 : cost(gamma[i]);
      firstChild[at + 1] = firstChild[at] + sizes.get(at);
    }
    byte[] letters = new byte[graphoneLetters.size()];
    for (int g = 0; g < letters.length; g++) {
      letters[g] = graphoneLetters.get(g);
    }
    return new LetterToSound(
        letters, graphonePhones.toArray(byte[][]::new), graphones, costs, backoffs, firstChild);
  }

  private static byte cost(double probability) {
    double steps = -Math.log(Math.max(probability, 1e-12)) / LetterToSound.STEP;
    return (byte) Math.clamp(Math.round(steps), 0, 255);
  }
}
