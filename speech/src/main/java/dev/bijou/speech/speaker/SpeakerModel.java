package dev.bijou.speech.speaker;

import dev.bijou.sequence.alignment.AlignedFlowSpec;
import dev.bijou.sequence.alignment.AlignedFlows;
import dev.bijou.sequence.alignment.AlignedLikelihood;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.text.Inventory.Spelling;
import java.util.List;
import java.util.stream.Collectors;

/// A named architecture, and how it is trained.
public final class SpeakerModel {
  private static final List<SpeakerModel> ALL =
      List.of(
          // For two processors.
          new SpeakerModel(
              "small",
              Spelling.BLANKS,
              AlignedFlows.Options.small(1, 80),
              new AlignedLikelihood.Plan(8, 2, 100, 2000),
              1e-3f),
          new SpeakerModel(
              "glow-tts",
              Spelling.PLAIN,
              AlignedFlows.Options.published(1, 80),
              new AlignedLikelihood.Plan(32, 4, 50, 0),
              1e-3f));

  private final String name;
  private final Spelling spelling;
  private final AlignedFlows.Options options;
  private final AlignedLikelihood.Plan plan;
  private final float learningRate;

  /// @param name as the command line has it
  /// @param spelling how symbols are written for it
  /// @param options the numbers of the architecture; its symbols and features are those of the speaker
  /// @param plan the batches and rounds of its training
  /// @param learningRate at its peak
  SpeakerModel(
      String name,
      Spelling spelling,
      AlignedFlows.Options options,
      AlignedLikelihood.Plan plan,
      float learningRate) {
    this.name = name;
    this.spelling = spelling;
    this.options = options;
    this.plan = plan;
    this.learningRate = learningRate;
  }

  /// All models, the default first.
  public static List<SpeakerModel> all() {
    return ALL;
  }

  /// The model of a name: `small` or `glow-tts`.
  ///
  /// @throws SpeechException if there is none
  public static SpeakerModel named(String name) {
    return ALL.stream()
        .filter(model -> model.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new SpeechException(
                "no speaker model is called \"%s\"; there are %s"
                    .formatted(
                        name,
                        ALL.stream().map(SpeakerModel::name).collect(Collectors.joining(", ")))));
  }

  /// The name, as the command line has it.
  public String name() {
    return name;
  }

  Spelling spelling() {
    return spelling;
  }

  AlignedLikelihood.Plan plan() {
    return plan;
  }

  float learningRate() {
    return learningRate;
  }

  /// The architecture for an inventory and a front end.
  AlignedFlowSpec spec(Inventory inventory, MelSettings mel) {
    return AlignedFlows.glowTts(options.withSymbols(inventory.size()).withFeatures(mel.bands()));
  }

  /// All its numbers: a checkpoint belongs to a training of the same ones.
  @Override
  public String toString() {
    return "SpeakerModel[name=%s, spelling=%s, options=%s, plan=%s, learningRate=%s]"
        .formatted(name, spelling, options, plan, learningRate);
  }
}
