package dev.bijou.novelty;

import dev.bijou.novelty.rank.Ranks;
import dev.bijou.table.io.CsvLines;
import dev.bijou.table.io.TableException;
import dev.bijou.table.window.PastCells;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A line of a stream that waits for its answer.
final class Answer {
  final LineBatches.Line line;
  LineFormat.@Nullable Parsed parsed;
  boolean hasPast = true;
  String error = "";
  @Nullable Verdict verdict;
  @Nullable Ranks others; // among which the row was ranked, if not the held-out ones
  List<Watches.Signal> signals = List.of();
  Watches.@Nullable Judged judged;

  Answer(LineBatches.Line line) {
    this.line = line;
  }

  /// Reads the line.
  void parse(LineFormat format) {
    try {
      if (line.tooLong()) {
        throw new TableException("the line is " + tooLong());
      }
      parsed = format.parse(line.text());
    } catch (TableException bad) {
      error = String.valueOf(bad.getMessage());
    }
  }

  /// Fills in the rows before.
  void fill(PastCells past) {
    if (parsed != null) {
      hasPast = past.fill(parsed.series(), parsed.row().cells());
    }
  }

  /// Answers as text.
  static String text(List<Answer> answers, LineFormat format) {
    CsvLines.Text text = new CsvLines.Text();
    for (Answer answer : answers) {
      LineFormat.Parsed parsed = answer.parsed;
      if (parsed == null) {
        format.refuse(answer.line, answer.error, text);
      } else {
        format.answer(answer.line, parsed, Optional.ofNullable(answer.verdict), text);
      }
    }
    return text.toString();
  }

  /// What a line is that is too long.
  static String tooLong() {
    return "longer than %,d bytes".formatted(LineBatches.LONGEST);
  }
}
