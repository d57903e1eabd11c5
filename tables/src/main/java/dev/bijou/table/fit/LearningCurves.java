package dev.bijou.table.fit;

import dev.bijou.table.model.Provenance;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Records how the members of a fit learn.
final class LearningCurves {
  /// The most points of a curve; beyond, every second one is dropped.
  private static final int MOST_POINTS = 1000;

  private static final String RUNNING = "";

  private final List<Provenance.Member> members = new ArrayList<>();
  private int number; // of the member that is learning, from 1

  /// Starts from the record of an interrupted fit.
  void restore(List<Provenance.Member> earlier) {
    members.clear();
    members.addAll(earlier);
  }

  /// A copy of the record so far.
  List<Provenance.Member> members() {
    return List.copyOf(members);
  }

  void accept(FlowFit.Event event) {
    switch (event) {
      case FlowFit.Event.MemberStarted started -> start(started.member());
      case FlowFit.Event.Training training -> {
        number = training.member();
        accept(training.event());
      }
    }
  }

  private void start(int member) {
    number = member;
    while (members.size() < member) { // one that learns by itself may have any number
      members.add(new Provenance.Member(RUNNING, 0, 0, new float[0], new float[0], new float[0]));
    }
  }

  private void accept(TrainingEvent event) {
    Provenance.Member member = members.get(number - 1);
    switch (event) {
      case TrainingEvent.Validated point -> {
        if (Double.isFinite(point.training()) && Double.isFinite(point.validation())) {
          members.set(number - 1, extended(member, point));
        }
      }
      case TrainingEvent.Finished end ->
          members.set(
              number - 1,
              new Provenance.Member(
                  end.reason().name(),
                  end.steps(),
                  end.elapsed().toNanos() / 1e9,
                  member.epochs(),
                  member.training(),
                  member.validation()));
      case TrainingEvent.Started _, TrainingEvent.RolledBack _ -> {}
    }
  }

  private Provenance.Member extended(Provenance.Member member, TrainingEvent.Validated point) {
    Provenance.Member thinned = member.epochs().length < MOST_POINTS ? member : halved(member);
    return new Provenance.Member(
        RUNNING,
        point.step(),
        point.elapsed().toNanos() / 1e9,
        append(thinned.epochs(), point.epoch()),
        append(thinned.training(), point.training()),
        append(thinned.validation(), point.validation()));
  }

  private static float[] append(float[] values, double value) {
    float[] longer = Arrays.copyOf(values, values.length + 1);
    longer[values.length] = (float) value;
    return longer;
  }

  private static Provenance.Member halved(Provenance.Member member) {
    return new Provenance.Member(
        member.ended(),
        member.steps(),
        member.seconds(),
        everySecond(member.epochs()),
        everySecond(member.training()),
        everySecond(member.validation()));
  }

  private static float[] everySecond(float[] values) {
    float[] half = new float[values.length / 2];
    for (int i = 0; i < half.length; i++) {
      half[i] = values[2 * i + 1];
    }
    return half;
  }
}
