package dev.bijou.speech.text;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Cuts a text into sentences while it is being read, and holds no more of it than one sentence and what is read at
/// once.
///
/// A sentence ends after `.`, `?` or `!` before white space, unless the dot is that of an abbreviation or a small
/// letter follows; and at an empty line. One without an end is cut at [#LONGEST] characters: after a comma or the
/// like, else at a space, else anywhere.
final class SentenceReader implements Iterator<SentenceReader.Piece> {
  /// @param text without white space at its ends
  /// @param whole whether the sentence ends here; it goes on where it was cut
  record Piece(String text, boolean whole) {}

  static final int LONGEST = 240;
  private static final int SHORTEST_CUT = 60;
  private static final int LONGEST_WORD = 16;
  private static final int MOST_MARKS = 16;
  private static final char PARAGRAPH = '\u2029';
  private static final String CLOSING = "\"')]}’”»*_";

  private final Reader reader;
  private final char[] read = new char[4096];
  private final StringBuilder pending = new StringBuilder();
  private boolean exhausted;
  private @Nullable Piece next;

  SentenceReader(Reader reader) {
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !(exhausted && pending.isEmpty())) {
      next = take();
      if (next == null && !exhausted) {
        fill();
      }
    }
    return next != null;
  }

  @Override
  public Piece next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Piece piece = next;
    next = null;
    return piece;
  }

  private void fill() {
    try {
      int n = reader.read(read);
      if (n < 0) {
        exhausted = true;
      }
      for (int i = 0; i < n; i++) {
        append(read[i]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// White space is kept as one space, one line end, or one end of a paragraph.
  private void append(char c) {
    if (!Character.isWhitespace(c)) {
      pending.append(c);
      return;
    }
    int last = pending.length() - 1;
    if (last < 0) {
      return;
    }
    boolean line = c == '\n';
    switch (pending.charAt(last)) {
      case ' ' -> pending.setCharAt(last, line ? '\n' : c == PARAGRAPH ? c : ' ');
      case '\n' -> pending.setCharAt(last, line || c == PARAGRAPH ? PARAGRAPH : '\n');
      case PARAGRAPH -> {}
      default -> pending.append(line || c == PARAGRAPH ? c : ' ');
    }
  }

  /// The next sentence, or null where more must be read to tell.
  private @Nullable Piece take() {
    int end = end();
    if (end > 0) {
      return cut(end, true);
    }
    if (pending.length() > LONGEST + LONGEST_WORD) {
      return cut(place(), false);
    }
    return exhausted && !pending.isEmpty() ? cut(pending.length(), true) : null;
  }

  private @Nullable Piece cut(int end, boolean whole) {
    String text = pending.substring(0, end).replace('\n', ' ').replace(PARAGRAPH, ' ').strip();
    int from = end;
    while (from < pending.length() && Character.isWhitespace(pending.charAt(from))) {
      from++;
    }
    pending.delete(0, from);
    return text.isEmpty() ? take() : new Piece(text, whole);
  }

  /// Where the first sentence ends, or −1.
  private int end() {
    int limit = Math.min(pending.length(), LONGEST);
    for (int i = 0; i < limit; i++) {
      char c = pending.charAt(i);
      if (c == PARAGRAPH) {
        return i + 1;
      }
      if (c == '.' || c == '?' || c == '!' || c == '…' || c == '。' || c == '！' || c == '？') {
        int after = i + 1;
        int furthest = Math.min(pending.length(), i + MOST_MARKS);
        while (after < furthest
            && (isMark(pending.charAt(after)) || CLOSING.indexOf(pending.charAt(after)) >= 0)) {
          after++;
        }
        if (after == pending.length()) {
          return exhausted ? after : -1;
        }
        if (Character.isWhitespace(pending.charAt(after))) {
          int ends = ends(i, after);
          if (ends < 0) {
            return -1;
          }
          if (ends > 0) {
            return after;
          }
        }
        i = after - 1;
      }
    }
    return -1;
  }

  private static boolean isMark(char c) {
    return c == '.' || c == '?' || c == '!' || c == '…';
  }

  /// Whether a sentence ends with a mark: 1, or 0 where it goes on, or −1 where more must be read to tell.
  ///
  /// @param mark the place of the mark
  /// @param after the place of the white space after it
  private int ends(int mark, int after) {
    if (pending.charAt(after) == PARAGRAPH) {
      return 1;
    }
    boolean dot = pending.charAt(mark) == '.' && !isMark(pending.charAt(mark + 1));
    String before = dot ? wordBefore(mark) : "";
    Abbreviations.@Nullable Entry entry = dot ? Abbreviations.find(before) : null;
    boolean initials = before.indexOf('.') > 0 || isInitial(before, mark - 2);
    boolean doubtful = entry != null || initials || before.equals("v"); // Brown v. Board
    if (!doubtful && pending.charAt(after) == '\n') {
      return 1;
    }
    int word = after + 1;
    while (word < pending.length() && "\"'([“‘".indexOf(pending.charAt(word)) >= 0) {
      word++;
    }
    if (word == pending.length()) {
      return exhausted ? 1 : -1;
    }
    char next = pending.charAt(word);
    if (Character.isLowerCase(next)) {
      return 0;
    }
    if (!doubtful) {
      return 1;
    }
    if (Character.isDigit(next)) {
      return 0;
    }
    int end = word;
    while (end < pending.length() && Character.isLetter(pending.charAt(end))) {
      end++;
    }
    if (end == pending.length() && !exhausted && end - word < LONGEST_WORD) {
      return -1;
    }
    String following = pending.substring(word, end);
    if (entry != null && entry.next() == Abbreviations.Next.NUMBER) {
      return WordRules.isNumbered(entry, following) ? 0 : 1; // ch. IV
    }
    boolean street =
        entry != null
            && entry.next() == Abbreviations.Next.NAME
            && followsCapital(mark - before.length());
    if (entry != null && !entry.ends() && !street) {
      return 0;
    }
    return Abbreviations.startsSentence(following) ? 1 : 0;
  }

  /// Whether a word is one capital that stands alone, and not I.
  ///
  /// @param at the place before it, perhaps −1
  private boolean isInitial(String word, int at) {
    return word.length() == 1
        && Character.isUpperCase(word.charAt(0))
        && word.charAt(0) != 'I'
        && (at < 0 || !Character.isLetterOrDigit(pending.charAt(at)));
  }

  /// Whether the word before a place begins with a capital: Mulholland Dr.
  private boolean followsCapital(int place) {
    String word = place > 0 ? wordBefore(place - 1) : "";
    return !word.isEmpty() && Character.isUpperCase(word.charAt(0));
  }

  private String wordBefore(int end) {
    int from = end;
    while (from > 0
        && (Character.isLetter(pending.charAt(from - 1)) || pending.charAt(from - 1) == '.')) {
      from--;
    }
    return pending.substring(from, end);
  }

  /// Where to cut a sentence that is too long.
  private int place() {
    for (String marks : new String[] {";:—", ",", ")–"}) {
      for (int i = LONGEST - 1; i >= SHORTEST_CUT; i--) {
        if (marks.indexOf(pending.charAt(i)) >= 0
            && Character.isWhitespace(pending.charAt(i + 1))) {
          return i + 1;
        }
      }
    }
    for (int i = LONGEST - 1; i >= 1; i--) {
      if (Character.isWhitespace(pending.charAt(i))) {
        return i;
      }
    }
    return Character.isHighSurrogate(pending.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
  }
}
