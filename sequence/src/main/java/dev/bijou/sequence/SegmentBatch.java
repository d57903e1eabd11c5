package dev.bijou.sequence;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.stream.IntStream;

/// Some segments as lanes, one after the other.
///
/// @param x features × (segments · frames)
/// @param context the context of the segments
record SegmentBatch(Tensor x, Context context) {

  /// Reads segments of an epoch.
  ///
  /// @param indices segment number n of the batch is `indices[from + n]`
  /// @param count how many
  static SegmentBatch read(
      Segments source, long epoch, int[] indices, int from, int count, Workspace workspace) {
    return read(source, epoch, indices, from, count, source.contextFrames(), workspace);
  }

  /// Reads the beginnings of segments, each with the first `contextFrames` lanes of its context.
  static SegmentBatch read(
      Segments source,
      long epoch,
      int[] indices,
      int from,
      int count,
      int contextFrames,
      Workspace workspace) {
    int frames = source.frames() / source.contextFrames() * contextFrames;
    Tensor x = workspace.scratch(source.features(), count * frames);
    Tensor given = workspace.scratch(source.contextFeatures(), count * contextFrames);
    Tensor one = workspace.scratch(source.features(), source.frames());
    Tensor oneGiven = workspace.scratch(source.contextFeatures(), source.contextFrames());
    for (int n = 0; n < count; n++) {
      source.read(epoch, indices[from + n], one, oneGiven);
      place(one, x, n, frames);
      place(oneGiven, given, n, contextFrames);
    }
    return new SegmentBatch(x, Context.of(given, count));
  }

  /// Many short beginnings of segments, from which layers and scales are initialized.
  ///
  /// @param lanes about how many lanes
  static SegmentBatch glimpse(Segments source, int lanes, Workspace workspace) {
    int rate = source.frames() / source.contextFrames();
    int count = Math.clamp(lanes / rate, 1, Math.min(source.size(), 256));
    int contextFrames = Math.clamp(lanes / ((long) rate * count), 1, source.contextFrames());
    int[] first = IntStream.range(0, count).toArray();
    return read(source, 0, first, 0, count, contextFrames, workspace);
  }

  private static void place(Tensor segment, Tensor all, int number, int frames) {
    for (int f = 0; f < segment.features(); f++) {
      System.arraycopy(
          segment.data(), segment.at(f), all.data(), all.at(f) + number * frames, frames);
    }
  }
}
