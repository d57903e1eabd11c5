package dev.bijou.spark;

import dev.bijou.distribution.Distribution;
import dev.bijou.file.ModelFile;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/// The flow that a task's thread has opened last, its own. Rounds of one flow follow each other, and to read and build it
/// takes longer than a short round. Its weights are those of the last task.
///
/// @param bytes of its file, as they are broadcast
/// @param flow built of them
record OpenFlow(byte[] bytes, Distribution flow) {
  private static final ThreadLocal<@Nullable OpenFlow> LAST = new ThreadLocal<>();

  /// The flow of a file's bytes.
  static Distribution of(Broadcast<byte[]> file) {
    byte[] bytes = file.value();
    OpenFlow last = LAST.get();
    if (last == null || last.bytes != bytes) {
      last = new OpenFlow(bytes, TemporaryFile.read(bytes, path -> ModelFile.read(path).model()));
      LAST.set(last);
    }
    return last.flow;
  }

  /// The bytes of a flow's file.
  static byte[] bytes(Distribution flow) {
    return TemporaryFile.bytes(file -> ModelFile.write(file, flow));
  }
}
