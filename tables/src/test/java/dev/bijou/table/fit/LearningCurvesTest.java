package dev.bijou.table.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.model.Provenance;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LearningCurvesTest {
  private static FlowFit.Event round(int member, int epoch) {
    return new FlowFit.Event.Training(
        member,
        2,
        new TrainingEvent.Validated(
            epoch, 10L * epoch, 0.5, -epoch, -2 * epoch, -1, 0.1f, Duration.ofSeconds(epoch)));
  }

  private static FlowFit.Event finished(int member) {
    return new FlowFit.Event.Training(
        member,
        2,
        new TrainingEvent.Finished(TrainingEvent.Reason.BUDGET, -1, 99, Duration.ofSeconds(5)));
  }

  @Test
  void takesDownEveryMember() {
    LearningCurves curves = new LearningCurves();
    curves.accept(new FlowFit.Event.MemberStarted(1, 2));
    curves.accept(round(1, 1));
    curves.accept(round(1, 2));
    curves.accept(finished(1));
    curves.accept(new FlowFit.Event.MemberStarted(2, 2));
    curves.accept(round(2, 1));
    Provenance.Member first = curves.members().getFirst();
    assertEquals("BUDGET", first.ended());
    assertEquals(99, first.steps());
    assertEquals(5, first.seconds());
    assertArrayEquals(new float[] {1, 2}, first.epochs());
    assertArrayEquals(new float[] {-1, -2}, first.training());
    assertArrayEquals(new float[] {-2, -4}, first.validation());
    assertArrayEquals(new float[] {1}, curves.members().get(1).epochs());
  }

  @Test
  void goesOnAfterARestore() {
    LearningCurves before = new LearningCurves();
    before.accept(new FlowFit.Event.MemberStarted(1, 2));
    before.accept(round(1, 1));
    LearningCurves curves = new LearningCurves();
    curves.restore(before.members());
    curves.accept(new FlowFit.Event.MemberStarted(1, 2));
    curves.accept(round(1, 2));
    assertArrayEquals(new float[] {1, 2}, curves.members().getFirst().epochs());
  }

  @Test
  void keepsALongCurveShort() {
    LearningCurves curves = new LearningCurves();
    curves.accept(new FlowFit.Event.MemberStarted(1, 2));
    for (int epoch = 1; epoch <= 10_000; epoch++) {
      curves.accept(round(1, epoch));
    }
    float[] epochs = curves.members().getFirst().epochs();
    assertTrue(epochs.length >= 500 && epochs.length <= 1000, epochs.length + " points");
    assertEquals(10_000, epochs[epochs.length - 1]);
  }
}
