/// Flows over sequences: segments, vocoders, and sequences that follow symbols.
module dev.bijou.sequence {
  requires transitive dev.bijou.core;
  requires static org.jspecify;

  exports dev.bijou.sequence;
  exports dev.bijou.sequence.spec;

  // For Bijou's own modules, and free to change; core builds layers from their specifications:
  exports dev.bijou.sequence.alignment to
      dev.bijou.cli,
      dev.bijou.core,
      dev.bijou.interop,
      dev.bijou.speech;
  exports dev.bijou.sequence.bijection to
      dev.bijou.core,
      dev.bijou.interop;
  exports dev.bijou.sequence.distribution to
      dev.bijou.core,
      dev.bijou.interop;
  exports dev.bijou.sequence.network to
      dev.bijou.core,
      dev.bijou.interop;

  provides dev.bijou.file.KindProvider with
      dev.bijou.sequence.kind.SequenceKinds;
}
