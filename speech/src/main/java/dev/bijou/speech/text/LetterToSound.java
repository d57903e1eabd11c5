package dev.bijou.speech.text;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Pronounces words that no dictionary has, with stress: a joint n-gram model of letters and phones (Bisani & Ney 2008,
/// doi:10.1016/j.specom.2008.01.002).
///
/// A *graphone* is a letter with the zero to two phones that it stands for. A spelled and pronounced word is a sequence
/// g₁ … gₙ of them, and p(g₁ … gₙ) = Π p(gᵢ | gᵢ₋ₖ … gᵢ₋₁), with Kneser–Ney estimates that back off to
/// shorter histories. The pronunciation is that of the most probable sequence with the given letters which has exactly
/// one primary stress, found by a beam search. The model was learned from the CMU dictionary by `PronunciationBuilder`,
/// in the tests.
final class LetterToSound {
  static final int START = 0;
  static final int END = 1;

  /// Costs are stored in steps of this many nats.
  static final float STEP = 1f / 16;

  private static final String RESOURCE = "letter-to-sound.bin";
  private static final int BEAM = 12;

  private final byte[] letters; // of each graphone; graphones are sorted by letter
  private final byte[][] phones; // of each graphone, as codes
  private final short[] graphones; // of each node of the trie; the children of a node are sorted
  private final byte[] costs; // of each node: −ln p(its graphone | those before it)
  private final byte[] backoffs; // of each node: −ln of the weight of the shorter history
  private final int[]
      firstChild; // of each node; the children of node i end where those of i + 1 begin

  LetterToSound(
      byte[] letters,
      byte[][] phones,
      short[] graphones,
      byte[] costs,
      byte[] backoffs,
      int[] firstChild) {
    this.letters = letters;
    this.phones = phones;
    this.graphones = graphones;
    this.costs = costs;
    this.backoffs = backoffs;
    this.firstChild = firstChild;
  }

  static LetterToSound bundled() {
    try (InputStream in = LetterToSound.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar; build it again");
      }
      return read(in);
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " in the jar is damaged; build it again", e);
    }
  }

  static LetterToSound read(InputStream compressed) throws IOException {
    DataInputStream in = new DataInputStream(new InflaterInputStream(compressed));
    byte[] letters = new byte[in.readUnsignedShort()];
    byte[][] phones = new byte[letters.length][];
    for (int g = 0; g < letters.length; g++) {
      letters[g] = in.readByte();
      phones[g] = in.readNBytes(in.readUnsignedByte());
    }
    int nodes = in.readInt();
    byte[] high = in.readNBytes(nodes);
    byte[] low = in.readNBytes(nodes);
    byte[] costs = in.readNBytes(nodes);
    byte[] backoffs = in.readNBytes(nodes);
    byte[] childrenHigh = in.readNBytes(nodes);
    byte[] childrenLow = in.readNBytes(nodes);
    short[] graphones = new short[nodes];
    int[] firstChild = new int[nodes + 1];
    firstChild[0] = 1;
    for (int i = 0; i < nodes; i++) {
      graphones[i] = (short) ((high[i] & 0xFF) << 8 | low[i] & 0xFF);
      firstChild[i + 1] = firstChild[i] + ((childrenHigh[i] & 0xFF) << 8 | childrenLow[i] & 0xFF);
    }
    return new LetterToSound(letters, phones, graphones, costs, backoffs, firstChild);
  }

  /// The graphones, then the trie, breadth first, column by column; deflated.
  void write(OutputStream to) throws IOException {
    DeflaterOutputStream deflated =
        new DeflaterOutputStream(to, new Deflater(Deflater.BEST_COMPRESSION));
    DataOutputStream out = new DataOutputStream(deflated);
    out.writeShort(letters.length);
    for (int g = 0; g < letters.length; g++) {
      out.writeByte(letters[g]);
      out.writeByte(phones[g].length);
      out.write(phones[g]);
    }
    int nodes = graphones.length;
    byte[] high = new byte[nodes];
    byte[] low = new byte[nodes];
    byte[] childrenHigh = new byte[nodes];
    byte[] childrenLow = new byte[nodes];
    for (int i = 0; i < nodes; i++) {
      high[i] = (byte) (graphones[i] >> 8);
      low[i] = (byte) graphones[i];
      int children = firstChild[i + 1] - firstChild[i];
      childrenHigh[i] = (byte) (children >> 8);
      childrenLow[i] = (byte) children;
    }
    out.writeInt(nodes);
    for (byte[] column : new byte[][] {high, low, costs, backoffs, childrenHigh, childrenLow}) {
      out.write(column);
    }
    out.flush();
    deflated.finish();
  }

  /// A way to read the letters so far. Its history is the nodes of the trie that end with its last graphones, the
  /// longest first and the root last.
  private record Hypothesis(
      @Nullable Hypothesis before, int graphone, int[] history, int cost, int primaries) {}

  /// The phones of a word.
  ///
  /// @param word of a to z and apostrophes; others are skipped
  /// @return its phones; empty where no letter has a sound
  List<String> pronounce(String word) {
    List<Hypothesis> beam = List.of(new Hypothesis(null, START, startHistory(), 0, 0));
    for (int i = 0; i < word.length(); i++) {
      List<Hypothesis> longer = extend(beam, (byte) word.charAt(i), BEAM);
      beam = longer.isEmpty() ? beam : longer;
    }
    List<Hypothesis> whole = extend(beam, letters[END], beam.size());
    Hypothesis best = whole.isEmpty() ? beam.getFirst() : whole.getFirst();
    for (Hypothesis other : whole) {
      if (other.primaries == 1) {
        best = other;
        break;
      }
    }
    return phones(best);
  }

  private int[] startHistory() {
    return new int[] {child(0, START), 0};
  }

  private List<Hypothesis> extend(List<Hypothesis> beam, byte letter, int keep) {
    List<Hypothesis> longer = new ArrayList<>();
    int low = firstOf(letter);
    for (int g = low; g < letters.length && letters[g] == letter; g++) {
      for (Hypothesis hypothesis : beam) {
        longer.add(append(hypothesis, g));
      }
    }
    longer.sort(Comparator.comparingInt(Hypothesis::cost));
    return longer.size() > keep ? new ArrayList<>(longer.subList(0, keep)) : longer;
  }

  private int firstOf(byte letter) {
    int g = 0;
    while (g < letters.length && letters[g] != letter) {
      g++;
    }
    return g;
  }

  private Hypothesis append(Hypothesis hypothesis, int graphone) {
    int[] from = hypothesis.history;
    int[] to = new int[from.length + 1];
    int found = 0;
    int cost = hypothesis.cost;
    for (int node : from) {
      int child = child(node, graphone);
      if (child >= 0) {
        if (found == 0) {
          cost += costs[child] & 0xFF;
        }
        to[found++] = child;
      } else if (found == 0) {
        cost += backoffs[node] & 0xFF;
      }
    }
    to[found++] = 0;
    int primaries = hypothesis.primaries;
    for (byte phone : phones[graphone]) {
      primaries += Arpabet.isVowel(phone) && Arpabet.stress(phone) == 1 ? 1 : 0;
    }
    return new Hypothesis(hypothesis, graphone, Arrays.copyOf(to, found), cost, primaries);
  }

  /// The child of a node by its graphone, or −1.
  private int child(int node, int graphone) {
    int at =
        Arrays.binarySearch(graphones, firstChild[node], firstChild[node + 1], (short) graphone);
    return at >= 0 ? at : -1;
  }

  private List<String> phones(Hypothesis last) {
    List<String> reversed = new ArrayList<>();
    for (Hypothesis h = last; h != null; h = h.before) {
      byte[] codes = phones[h.graphone];
      for (int i = codes.length - 1; i >= 0; i--) {
        reversed.add(Arpabet.PHONES.get(codes[i]));
      }
    }
    return List.copyOf(reversed.reversed());
  }
}
