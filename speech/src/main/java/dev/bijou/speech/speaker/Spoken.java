package dev.bijou.speech.speaker;

import dev.bijou.sequence.alignment.AlignedFlow;
import dev.bijou.sequence.alignment.Alignment;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The spectrogram that a speaker makes of symbols, as a whole or piece by piece, so that the first pieces are there
/// before the whole would be. It is computed each time it is asked for, by one thread at a time.
public final class Spoken {
  /// Chosen on held-out sentences, by DNSMOS.
  private static final Contrast CONTRAST = new Contrast(0.4f, 4);

  /// What makes up for a pitch that moves less than that of the person who was learned from, since a text explains a part of it only.
  private static final double RANGE = 1.4;

  /// The same where pitch is a condition, and the part that the text does not explain is left out.
  private static final double RANGE_OF_EXPECTED = 2;

  private final AlignedFlow flow;
  private final Tensor base; // bands × frames
  private final Alignment alignment;
  private @Nullable Workspace spare;

  /// @param spare memory that may be reused
  Spoken(AlignedFlow flow, Tensor base, Alignment alignment, Workspace spare) {
    this.flow = flow;
    this.base = base;
    this.alignment = alignment;
    this.spare = spare;
  }

  /// How many frames belong to each symbol.
  public int[] durations() {
    return alignment.durations().clone();
  }

  /// The number of frames.
  public int length() {
    return alignment.frames();
  }

  /// The log-mel spectrogram, bands × frames.
  public Tensor mel() {
    return part(workspace(), 0, base.lanes());
  }

  /// How far the pitch of its sound is to move about its mean, beside how it does, to move as far as that of the person who was
  /// learned from: chosen on held-out sentences.
  public double usualRange() {
    return flow.spec().pitch().isEmpty() ? RANGE : RANGE_OF_EXPECTED;
  }

  /// The same spectrogram from its first frame on: gives the next frames, bands × as many as it is asked for; fewer
  /// only at the end.
  public IntFunction<Tensor> frames() {
    return new Frames();
  }

  /// As [#frames()], but with more contrast between the bands, which sounds clearer: formants are as high and valleys as deep as in
  /// recordings, or nearly. It is no draw from the density any more.
  public IntFunction<Tensor> clearer() {
    return CONTRAST.of(frames());
  }

  /// The spare memory, for the first that asks.
  private Workspace workspace() {
    Workspace workspace = spare == null ? Workspace.reusing() : spare;
    spare = null;
    workspace.reset();
    return workspace;
  }

  private Tensor part(Workspace workspace, int from, int to) {
    return workspace.run(() -> flow.toData(base, from, to).copy());
  }

  /// Computes no more than it is asked for at first, and then ever longer pieces, as each is computed with its
  /// neighbors.
  private final class Frames implements IntFunction<Tensor> {
    private final Workspace workspace = workspace();
    private Tensor piece = Tensor.zeros(base.features(), 0);
    private int first; // the number of its first frame
    private int next;

    @Override
    public Tensor apply(int frames) {
      int to = (int) Math.min((long) next + frames, base.lanes());
      Tensor out = Tensor.zeros(base.features(), to - next);
      for (int from = next; next < to; from = next) {
        if (next == first + piece.lanes()) {
          advance(to);
        }
        next = Math.min(to, first + piece.lanes());
        for (int b = 0; b < out.features(); b++) {
          System.arraycopy(
              piece.data(),
              piece.at(b) + from - first,
              out.data(),
              out.at(b) + out.lanes() - (to - from),
              next - from);
        }
      }
      return out;
    }

    private void advance(int to) {
      int end = (int) Math.min(Math.max(to, next + 4L * piece.lanes()), base.lanes());
      piece = part(workspace, next, end);
      workspace.reset();
      first = next;
    }
  }
}
