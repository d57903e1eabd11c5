/// Flows over sequences: segments, vocoders, and sequences that follow symbols.
module dev.bijou.sequence {
  requires transitive dev.bijou.core;
  requires static org.jspecify;
  requires com.google.gson;

  exports dev.bijou.sequence;
  exports dev.bijou.sequence.alignment;
  exports dev.bijou.sequence.bijection;
  exports dev.bijou.sequence.network;

  provides dev.bijou.file.KindProvider with
      dev.bijou.sequence.kind.SequenceKinds;
}
