package dev.bijou.speech.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Words and their phones, compressed in blocks of which only those that are asked for are unpacked.
///
/// The file holds the number of blocks, for each its first word and its compressed length, then the blocks. A block is
/// deflated, and holds its words in order: one byte for how many letters a word shares with the one before, at most
/// [#MOST_SHARED]; its other letters, which are greater; its phones as codes with the high bit set.
final class PronouncingDictionary {
  private static final String RESOURCE = "cmudict.bin";
  private static final int BLOCK = 8192;
  private static final int MOST_SHARED = 31;

  private final String[] firstWords;
  private final byte[][] deflated;
  private final byte[][] blocks; // as unpacked so far

  private PronouncingDictionary(String[] firstWords, byte[][] deflated) {
    this.firstWords = firstWords;
    this.deflated = deflated;
    this.blocks = new byte[deflated.length][];
  }

  static PronouncingDictionary bundled() {
    try (InputStream in = PronouncingDictionary.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar; build it again");
      }
      return read(in);
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " in the jar is damaged; build it again", e);
    }
  }

  static PronouncingDictionary read(InputStream resource) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(resource.readAllBytes()));
    int n = in.readInt();
    String[] firstWords = new String[n];
    byte[][] deflated = new byte[n][];
    for (int i = 0; i < n; i++) {
      firstWords[i] = in.readUTF();
      deflated[i] = new byte[in.readInt()];
    }
    for (byte[] block : deflated) {
      in.readFully(block);
    }
    return new PronouncingDictionary(firstWords, deflated);
  }

  /// @param words of a to z and apostrophes, with the codes of their phones
  static void write(SortedMap<String, byte[]> words, OutputStream to) throws IOException {
    List<String> firstWords = new ArrayList<>();
    List<byte[]> deflated = new ArrayList<>();
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    String before = "";
    for (Map.Entry<String, byte[]> entry : words.entrySet()) {
      String word = entry.getKey();
      if (block.size() >= BLOCK) {
        deflated.add(deflate(block.toByteArray()));
        block.reset();
      }
      if (block.size() == 0) {
        firstWords.add(word);
        before = "";
      }
      int shared = 0;
      int most = Math.min(MOST_SHARED, Math.min(before.length(), word.length()));
      while (shared < most && before.charAt(shared) == word.charAt(shared)) {
        shared++;
      }
      block.write(shared);
      block.write(word.substring(shared).getBytes(StandardCharsets.US_ASCII));
      for (byte phone : entry.getValue()) {
        block.write(phone | 0x80);
      }
      before = word;
    }
    deflated.add(deflate(block.toByteArray()));
    DataOutputStream out = new DataOutputStream(to);
    out.writeInt(firstWords.size());
    for (int i = 0; i < firstWords.size(); i++) {
      out.writeUTF(firstWords.get(i));
      out.writeInt(deflated.get(i).length);
    }
    for (byte[] bytes : deflated) {
      out.write(bytes);
    }
    out.flush();
  }

  private static byte[] deflate(byte[] block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
      out.write(block);
    }
    return bytes.toByteArray();
  }

  boolean contains(String word) {
    return find(word) != null;
  }

  /// The phones of a word in lower case, or null where the dictionary lacks it.
  @Nullable List<String> find(String word) {
    int at = Arrays.binarySearch(firstWords, word);
    int index = at >= 0 ? at : -at - 2;
    return index < 0 ? null : find(word, block(index));
  }

  private byte[] block(int index) {
    byte[] block = blocks[index];
    if (block == null) {
      try {
        block = new InflaterInputStream(new ByteArrayInputStream(deflated[index])).readAllBytes();
      } catch (IOException e) {
        throw new IllegalStateException(RESOURCE + " in the jar is damaged; build it again", e);
      }
      blocks[index] = block;
    }
    return block;
  }

  private static @Nullable List<String> find(String word, byte[] block) {
    int matched = 0; // how many letters of the word agree with the entry
    int i = 0;
    while (i < block.length) {
      int shared = block[i++];
      int length = shared;
      if (shared <= matched) { // else the entry differs where the one before did
        matched = shared;
        while (block[i] > MOST_SHARED) {
          if (length == matched && matched < word.length() && block[i] == word.charAt(matched)) {
            matched++;
          }
          length++;
          i++;
        }
      } else {
        while (block[i] > MOST_SHARED) {
          length++;
          i++;
        }
      }
      int from = i;
      while (i < block.length && block[i] < 0) {
        i++;
      }
      if (matched == word.length() && length == matched) {
        return phones(block, from, i);
      }
    }
    return null;
  }

  private static List<String> phones(byte[] block, int from, int to) {
    String[] phones = new String[to - from];
    for (int i = from; i < to; i++) {
      phones[i - from] = Arpabet.PHONES.get(block[i] & 0x7F);
    }
    return List.of(phones);
  }
}
