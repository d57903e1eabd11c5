package dev.bijou.speech.drawing;

import dev.bijou.operation.Squeeze;
import dev.bijou.random.Seeds;
import dev.bijou.speech.spectrum.LogMagnitudes;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Trainable;
import dev.bijou.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Small networks that learn to tell recorded sound x from drawn sound y, while what draws learns to be taken for recorded
/// (least squares; Mao et al., 2017, arXiv:1611.04076), each step both at once. With verdicts D and layers f:
///
/// ```
/// critics:  mean (D(x) − 1)² + mean D(y)²
/// voice:    mean (D(y) − 1)² + 2 · mean over layers of mean |f(x) − f(y)|
/// ```
///
/// the mean over critics of both. The second part of what the voice learns is feature matching (Kumar et al., 2019, arXiv:1910.06711).
/// The critics are of no use after the training.
public final class Critics implements Trainable {
  private static final double MATCHING = 2;

  /// Of the critics' own loss, so that it has little part in the norm that the gradient is clipped to; Adam does not mind.
  private static final double OWN = 0.1;

  private static final List<Integer> WINDOWS = List.of(2048, 1024, 512);
  private static final List<Integer> PERIODS = List.of(2, 5, 11);

  private static final List<Critic.Layer> OF_SPECTRA =
      List.of(new Critic.Layer(8, 16), new Critic.Layer(4, 32), new Critic.Layer(2, 32));
  private static final List<Critic.Layer> OF_PERIODS =
      List.of(new Critic.Layer(4, 16), new Critic.Layer(4, 32), new Critic.Layer(4, 64));
  private static final int JOINED = 64;

  private final List<Critic> critics = new ArrayList<>();

  /// Critics that know nothing yet.
  public Critics(long seed) {
    RandomGenerator random = Seeds.random(Seeds.of(seed, 0, 0));
    for (int window : WINDOWS) {
      critics.add(new Critic(new View.Spectra(new LogMagnitudes(window)), OF_SPECTRA, random));
    }
    for (int period : PERIODS) {
      critics.add(new Critic(new View.Periods(period, JOINED), OF_PERIODS, random));
    }
  }

  /// Adds the gradient of what the voice learns to that of y, by way of the layers; [Workspace#backward] must follow.
  ///
  /// @param x recorded, group × lanes
  /// @param y drawn, of the same shape
  /// @param weight factor of the loss
  /// @return the loss
  double convince(Tensor x, Tensor y, int segments, double weight) {
    Tensor recorded = inOrder(x);
    Tensor drawn = inOrder(y);
    double each = weight / critics.size();
    double loss = 0;
    for (Critic critic : seeing(recorded, segments)) {
      List<Tensor> wanted = critic.judge(recorded, segments, Parameter::value);
      List<Tensor> made = critic.judge(drawn, segments, Parameter::value);
      int layers = made.size() - 1;
      for (int i = 0; i < layers; i++) {
        loss += match(wanted.get(i), made.get(i), MATCHING * each / layers);
      }
      loss += square(made.getLast(), 1, each);
    }
    return loss;
  }

  /// Computes the critics' loss and adds its gradient to that of their parameters.
  ///
  /// @param x recorded, group × lanes
  /// @param y drawn, of the same shape; it is taken as it is
  /// @param weight factor of the loss
  void learn(Tensor x, Tensor y, int segments, double weight) {
    Workspace workspace = Workspace.current();
    Function<Parameter, Tensor> read = workspace::read;
    double each = OWN * weight / critics.size();
    Tensor recorded = inOrder(x);
    Tensor drawn = inOrder(Tensor.over(y.data(), y.offset(), y.features(), y.lanes()));
    for (Critic critic : seeing(recorded, segments)) {
      square(critic.judge(recorded, segments, read).getLast(), 1, each);
      square(critic.judge(drawn, segments, read).getLast(), 0, each);
      workspace.backward();
    }
  }

  private List<Critic> seeing(Tensor sound, int segments) {
    return critics.stream().filter(critic -> critic.sees(sound.lanes() / segments)).toList();
  }

  private static Tensor inOrder(Tensor groups) {
    return Squeeze.undo(groups.features(), Squeeze.Order.BY_LANE, groups);
  }

  /// weight · mean (verdict − wanted)².
  private static double square(Tensor verdict, double wanted, double weight) {
    double share = weight / verdict.size();
    Tensor slope = verdict.gradient();
    double sum = 0;
    for (int n = 0; n < verdict.lanes(); n++) {
      double error = verdict.get(0, n) - wanted;
      slope.data()[slope.offset() + n] += (float) (2 * share * error);
      sum += share * error * error;
    }
    return sum;
  }

  /// weight · mean |wanted − made|.
  private static double match(Tensor wanted, Tensor made, double weight) {
    double share = weight / made.size();
    Tensor slope = made.gradient();
    double sum = 0;
    for (int i = 0; i < made.size(); i++) {
      double error = made.data()[made.offset() + i] - wanted.data()[wanted.offset() + i];
      slope.data()[slope.offset() + i] += (float) (share * Math.signum(error));
      sum += share * Math.abs(error);
    }
    return sum;
  }

  @Override
  public void visit(String prefix, Visitor visitor) {
    for (int i = 0; i < critics.size(); i++) {
      critics.get(i).visit(prefix + i + ".", visitor);
    }
  }
}
