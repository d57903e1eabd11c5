package dev.bijou.cli.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FitProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now = 1_000_000_000L;

  private FitProgress progress(boolean terminal) {
    return new FitProgress(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, () -> now);
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static FlowFit.Event round(int member, double progress) {
    return new FlowFit.Event.Training(
        member,
        2,
        new TrainingEvent.Validated(7, 70, progress, -1.5, -1.25, -1.125, 1e-3f, Duration.ZERO));
  }

  private void after(double seconds) {
    now += Math.round(1e9 * seconds);
  }

  @Test
  void printsALineEveryTwoSecondsElsewhere() {
    FitProgress progress = progress(false);
    progress.accept(new FlowFit.Event.MemberStarted(1, 2));
    for (int i = 1; i <= 10; i++) {
      after(0.5);
      progress.accept(round(1, i / 20.0));
    }
    List<String> lines = shown().lines().toList();
    assertEquals(2, lines.size());
    assertEquals(
        " 10 %  flow 1/2, epoch 7, held out -1.250 (best -1.125), at most 18 s left", lines.get(0));
    assertFalse(shown().contains("\r"));
  }

  @Test
  void laterMembersAreExpectedToTakeAsLongAsEarlierOnes() {
    FitProgress progress = progress(false);
    progress.accept(new FlowFit.Event.MemberStarted(1, 2));
    after(4);
    progress.accept(
        new FlowFit.Event.Training(
            1,
            2,
            new TrainingEvent.Finished(TrainingEvent.Reason.NO_IMPROVEMENT, -1, 9, Duration.ZERO)));
    progress.accept(new FlowFit.Event.MemberStarted(2, 2));
    after(3);
    progress.accept(round(2, 0.3));
    assertTrue(shown().startsWith(" 65 %  flow 2/2"), shown());
  }

  @Test
  void redrawsABarOnATerminal() {
    FitProgress progress = progress(true);
    progress.accept(new FlowFit.Event.MemberStarted(1, 2));
    after(1);
    progress.accept(round(1, 0.5));
    progress.note("a note");
    assertEquals(
        "\r\u001b[K\u001b[?7l███░░░░░░░░░  25 %  flow 1/2, epoch 7, held out -1.250 (best -1.125)"
            + "\u001b[?7h\r\u001b[Ka note\n",
        shown());
  }
}
