package dev.bijou.speech.voice;

import dev.bijou.distribution.DistributionSpec;
import dev.bijou.sequence.Vocoders;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import dev.bijou.speech.SpeechException;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.training.TrainingLimits;
import dev.bijou.train.TrainingOptions;
import java.util.List;
import java.util.stream.Collectors;

/// A named architecture, and how it is trained.
///
/// @param name as the command line has it
/// @param family how the spectrogram reaches the couplings
/// @param options the numbers of the architecture
/// @param plan how it is trained
public record VoiceModel(String name, Family family, Vocoders.Options options, Plan plan) {
  private static final int WARMUP_STEPS = 200;
  private static final float CLIP_NORM = 1;
  private static final float AVERAGING = 0.999f;
  private static final int NO_PATIENCE =
      1 << 30; // rounds without a better one after which training stops

  /// The two families of vocoders.
  public enum Family {
    /// [Vocoders#waveGlow].
    WAVE_GLOW,
    /// [Vocoders#squeezeWave].
    SQUEEZE_WAVE,
    /// [Vocoders#lapped].
    LAPPED
  }

  /// How a model is trained.
  ///
  /// @param frames of the spectrogram in a segment
  /// @param batch segments in a step
  /// @param shard segments whose gradient is computed at a time; a batch normalization sees these
  /// @param round steps from one validation to the next
  /// @param learningRate at its peak
  /// @param rebuilding whether the backward pass recomputes each layer's argument: it takes a third longer, but memory
  ///     does not grow with the number of layers
  public record Plan(
      int frames, int batch, int shard, int round, float learningRate, boolean rebuilding) {}

  private static final List<VoiceModel> ALL =
      List.of(
          lapped("small", 12), // for two processors: an hour shows what it learns
          lapped("gaussian", 0), // what the others must beat
          squeezeWave("128l", Vocoders.Options.squeezeWave128L(), 20),
          squeezeWave("128s", Vocoders.Options.squeezeWave128S(), 50),
          squeezeWave("64l", Vocoders.Options.squeezeWave64L(), 20),
          squeezeWave("64s", Vocoders.Options.squeezeWave64S(), 50),
          new VoiceModel(
              "waveglow",
              Family.WAVE_GLOW,
              Vocoders.Options.waveGlow(256),
              new Plan(32, 4, 1, 10, 4e-4f, true)));

  private static VoiceModel lapped(String name, int flows) {
    return new VoiceModel(
        name,
        Family.LAPPED,
        Vocoders.Options.squeezeWave64S()
            .withFlows(flows)
            .withNetwork(new SequenceNetworkSpec.SqueezeWave(128, 4, 3)),
        new Plan(64, 8, 4, 100, 2e-3f, false));
  }

  private static VoiceModel squeezeWave(String size, Vocoders.Options options, int round) {
    return new VoiceModel(
        "squeezewave-" + size,
        Family.SQUEEZE_WAVE,
        options,
        new Plan(64, 8, 2, round, 1e-3f, true));
  }

  /// All models, the default first.
  public static List<VoiceModel> all() {
    return ALL;
  }

  /// The model of a name: `small`, `gaussian`, `squeezewave-128l`, `squeezewave-128s`, `squeezewave-64l`,
  /// `squeezewave-64s` or `waveglow`.
  ///
  /// @throws SpeechException if there is none
  public static VoiceModel named(String name) {
    return ALL.stream()
        .filter(model -> model.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new SpeechException(
                "no voice model is called \"%s\"; there are %s"
                    .formatted(
                        name,
                        ALL.stream().map(VoiceModel::name).collect(Collectors.joining(", ")))));
  }

  /// The architecture for a front end.
  ///
  /// @throws IllegalArgumentException if a group of samples does not fit into its frames
  public DistributionSpec spec(MelSettings mel) {
    Vocoders.Options fitting = options.withSpectrogram(mel.bands(), mel.framing().hop());
    return switch (family) {
      case WAVE_GLOW -> Vocoders.waveGlow(fitting);
      case SQUEEZE_WAVE -> Vocoders.squeezeWave(fitting);
      case LAPPED -> Vocoders.lapped(fitting);
    };
  }

  /// How a voice of this model is trained.
  ///
  /// @param learningRate at its peak
  public TrainingOptions training(TrainingLimits limits, float learningRate) {
    return training(limits, learningRate, WARMUP_STEPS);
  }

  /// As [#training(TrainingLimits, float)].
  ///
  /// @param warmup steps over which the learning rate rises at most
  TrainingOptions training(TrainingLimits limits, float learningRate, int warmup) {
    return new TrainingOptions(
        plan.batch(),
        limits.rounds(plan.round()),
        learningRate,
        0,
        CLIP_NORM,
        limits.warmup(warmup, plan.round()),
        0.999f,
        AVERAGING,
        NO_PATIENCE,
        limits.seed(),
        limits.budget());
  }
}
