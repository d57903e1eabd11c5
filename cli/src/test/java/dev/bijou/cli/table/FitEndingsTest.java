package dev.bijou.cli.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.table.model.Provenance;
import java.util.List;
import org.junit.jupiter.api.Test;

class FitEndingsTest {
  @Test
  void saysWhatKeptMembersFromLearningAllTheyCould() {
    Provenance.Member completed = ended("COMPLETED");
    Provenance.Member late = ended("BUDGET");
    Provenance.Member diverged = ended("DIVERGED");
    assertEquals(List.of(), Fit.endings(List.of(completed, ended("NO_IMPROVEMENT"))));
    assertEquals(
        List.of(
            "the model learned until the time was up; a larger --budget may give a better model"),
        Fit.endings(List.of(late)));
    assertEquals(
        List.of(
            "1 of 4 members diverged and kept the best weights; columns may have extreme values",
            "2 of 4 members learned until the time was up; a larger --budget may give a better model"),
        Fit.endings(List.of(completed, diverged, late, late)));
  }

  private static Provenance.Member ended(String reason) {
    return new Provenance.Member(reason, 1, 1, new float[0], new float[0], new float[0]);
  }
}
