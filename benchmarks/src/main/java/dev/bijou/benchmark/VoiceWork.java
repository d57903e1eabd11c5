package dev.bijou.benchmark;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.sequence.Segments;
import dev.bijou.sequence.SequenceLikelihood;
import dev.bijou.sequence.SequenceSampler;
import dev.bijou.sequence.Sequences;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.voice.VoiceModel;
import dev.bijou.speech.voice.VoiceTraining;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import dev.bijou.train.TrainingOptions;
import dev.bijou.train.TrainingSteps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The works of a sound model: what the training of a voice and its vocoder compute, without recordings and spectra.
final class VoiceWork {
  private static final float CLIP_NORM = 1;
  private static final float AVERAGING = 0.999f;
  private static final int CHUNK = 256; // frames that a vocoder draws at a time

  private VoiceWork() {}

  /// @param words of a name, `train-voice/MODEL/FRAMES/BATCH` or `speak-voice/MODEL/FRAMES`
  /// @param file rows of a frame's samples, then its bands
  /// @throws IOException if the data cannot be read
  static Work prepare(String[] words, Path file, Workers workers) throws IOException {
    VoiceModel model = VoiceModel.named(words[1]);
    int frames = Integer.parseInt(words[2]);
    MelSettings mel = MelSettings.aligned(VoiceTraining.SAMPLE_RATE_HZ);
    Distribution distribution = model.spec(mel).build(1);
    Dataset data = Work.read(file, mel.framing().hop(), mel.bands());
    Tensor sound = Tensor.zeros(data.features(), data.size());
    Tensor spectrum = Tensor.zeros(data.contextFeatures(), data.size());
    data.slice(0, sound, spectrum);
    distribution.initialize(sound, Context.of(spectrum, 1));
    Runnable repetition =
        words[0].equals("train-voice")
            ? training(
                distribution,
                segments(sound, spectrum, frames),
                model.plan(),
                Integer.parseInt(words[3]),
                workers)
            : speaking(distribution, data, frames, workers);
    return new Work(String.join("/", words), distribution.parameterCount(), repetition);
  }

  private static Segments segments(Tensor sound, Tensor spectrum, int frames) {
    Sequences all = new Sequences(sound.features(), spectrum.features(), 1);
    all.add(sound, spectrum);
    return all.consecutive(frames, 0, 0);
  }

  private static Runnable training(
      Distribution distribution,
      Segments segments,
      VoiceModel.Plan plan,
      int batch,
      Workers workers) {
    var shards = new SequenceLikelihood.Shards(plan.shard(), plan.rebuilding());
    var objective = new SequenceLikelihood(distribution, segments, segments, shards, batch, 1);
    var options =
        new TrainingOptions(
            batch, 1, Work.RATE, 0, CLIP_NORM, 0, 0.999f, AVERAGING, 1, 1, Optional.empty());
    return new TrainingSteps(distribution, objective, options, workers)::next;
  }

  private static Runnable speaking(
      Distribution distribution, Dataset data, int frames, Workers workers) {
    Tensor spectrum = Tensor.zeros(data.contextFeatures(), frames);
    data.slice(0, Tensor.zeros(data.features(), frames), spectrum);
    var sampler = new SequenceSampler(distribution, 1, 1, CHUNK, workers);
    return () -> sampler.sample(spectrum, _ -> {});
  }
}
