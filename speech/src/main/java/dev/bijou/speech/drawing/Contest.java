package dev.bijou.speech.drawing;

import dev.bijou.distribution.Distribution;
import dev.bijou.tensor.Trainable;
import java.util.Optional;

/// A voice, and the critics that it learns from, if there are any: one model while they learn, so that a training resumes with
/// both.
///
/// @param voice what stays
/// @param critics what is thrown away after the training
public record Contest(Distribution voice, Optional<Critics> critics) implements Trainable {
  @Override
  public void visit(String prefix, Visitor visitor) {
    voice.visit(prefix, visitor);
    critics.ifPresent(all -> all.visit(prefix + "critics.", visitor));
  }

  @Override
  public long parameterCount() {
    return voice.parameterCount();
  }
}
