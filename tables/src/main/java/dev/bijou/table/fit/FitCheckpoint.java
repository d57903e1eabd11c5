package dev.bijou.table.fit;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import dev.bijou.storage.CheckpointFile;
import dev.bijou.storage.Version;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Tensor;
import dev.bijou.train.FlowFit;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The state of a fit at the end of a round, from which it can resume.
///
/// @param members the learning curves so far
/// @param state what the fit needs to resume bit for bit
/// @param seen what the looks at the rows before have seen
record FitCheckpoint(
    List<Provenance.Member> members, FlowFit.State state, List<FirstLook.Seen> seen) {
  /// Copies the lists.
  FitCheckpoint {
    members = List.copyOf(members);
    seen = List.copyOf(seen);
  }

  /// The kind of the file that keeps it.
  static final CheckpointFile.Kind<FitCheckpoint> KIND =
      new CheckpointFile.Kind<>("fit", 2, new Codec());

  private static final String CURVES = "curves";
  private static final String DONE = "done.";
  private static final String SURPRISE = "look.surprise.";
  private static final String NOVELTY = "look.novelty.";
  private static final String NANOS = "look.nanos.";
  private static final Gson JSON = new Gson();

  /// The file of a fit that keeps one, which no other fit goes on from.
  static Optional<CheckpointFile<FitCheckpoint>> file(
      TableFitOptions options, Schema schema, Provenance.Data data) {
    Map<String, String> identity = new LinkedHashMap<>(options.described());
    identity.put("fingerprint of the data", data.fingerprint());
    identity.put("version of Bijou", Version.current());
    if (options.schema().isPresent()) {
      identity.put("schema", Integer.toHexString(schema.toJson().toString().hashCode()));
    }
    return options.checkpoint().map(path -> new CheckpointFile<>(path, KIND, identity));
  }

  private static final class Codec implements CheckpointFile.Codec<FitCheckpoint> {
    @Override
    public void put(
        FitCheckpoint checkpoint, Map<String, String> texts, Map<String, Tensor> tensors) {
      texts.put(CURVES, JSON.toJson(checkpoint.members));
      FlowFit.State state = checkpoint.state;
      for (int i = 0; i < state.done().size(); i++) {
        FlowFit.State.Done done = state.done().get(i);
        tensors.put(DONE + i, tensor(done.weights()));
        texts.put(DONE + i, JSON.toJson(End.of(done.finished())));
      }
      state.current().ifPresent(current -> current.put(texts, tensors));
      for (int i = 0; i < checkpoint.seen.size(); i++) {
        FirstLook.Seen seen = checkpoint.seen.get(i);
        tensors.put(SURPRISE + i, tensor(seen.surprise()));
        tensors.put(NOVELTY + i, tensor(seen.novelty()));
        texts.put(NANOS + i, Long.toString(seen.time().toNanos()));
      }
    }

    @Override
    public FitCheckpoint of(Map<String, String> texts, Map<String, Tensor> tensors) {
      List<Provenance.Member> members =
          JSON.fromJson(text(texts, CURVES), new TypeToken<List<Provenance.Member>>() {}.getType());
      List<FirstLook.Seen> seen = new ArrayList<>();
      for (int i = 0; tensors.containsKey(SURPRISE + i); i++) {
        seen.add(
            new FirstLook.Seen(
                array(tensors, SURPRISE + i),
                array(tensors, NOVELTY + i),
                Duration.ofNanos(Long.parseLong(text(texts, NANOS + i)))));
      }
      return new FitCheckpoint(members, state(texts, tensors), seen);
    }
  }

  /// Of a fit without a look before it.
  FitCheckpoint(List<Provenance.Member> members, FlowFit.State state) {
    this(members, state, List.of());
  }

  /// How the training of a member ended, as JSON has it; the score is a text, as it may be infinite.
  private record End(String reason, String validation, long steps, long elapsedNanos) {
    static End of(TrainingEvent.Finished finished) {
      return new End(
          finished.reason().name(),
          Double.toString(finished.validation()),
          finished.steps(),
          finished.elapsed().toNanos());
    }

    TrainingEvent.Finished finished() {
      return new TrainingEvent.Finished(
          TrainingEvent.Reason.valueOf(reason),
          Double.parseDouble(validation),
          steps,
          Duration.ofNanos(elapsedNanos));
    }
  }

  private static Tensor tensor(float[] values) {
    return Tensor.over(values, 0, 1, values.length);
  }

  private static FlowFit.State state(Map<String, String> metadata, Map<String, Tensor> tensors) {
    List<FlowFit.State.Done> done = new ArrayList<>();
    for (String name = DONE + 0; tensors.containsKey(name); name = DONE + done.size()) {
      End end = JSON.fromJson(text(metadata, name), End.class);
      done.add(new FlowFit.State.Done(array(tensors, name), end.finished()));
    }
    return new FlowFit.State(
        done,
        Trainer.State.isIn(metadata)
            ? Optional.of(Trainer.State.of(metadata, tensors))
            : Optional.empty());
  }

  private static String text(Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + key);
    }
    return value;
  }

  private static float[] array(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("it has no tensor " + name);
    }
    return tensor.toArray();
  }
}
