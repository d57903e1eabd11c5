/// Flows over rows: tensors, derivatives, bijections, distributions, training and the model file.
///
/// The kernels of the Vector API are used where `jdk.incubator.vector` is among the modules of the program
/// (`--add-modules jdk.incubator.vector`).
module dev.bijou.core {
  requires static jdk.incubator.vector;
  requires static org.jspecify;
  requires com.google.gson;

  exports dev.bijou;
  exports dev.bijou.bijection;
  exports dev.bijou.distribution;
  exports dev.bijou.file;
  exports dev.bijou.flow;
  exports dev.bijou.spec;
  exports dev.bijou.tensor;
  exports dev.bijou.train;

  // For Bijou's own modules, and free to change:
  exports dev.bijou.bijection.parameterization to
      dev.bijou.interop;
  exports dev.bijou.distribution.toy to
      dev.bijou.cli;
  exports dev.bijou.kernel to
      dev.bijou.sequence,
      dev.bijou.speech,
      dev.bijou.tables;
  exports dev.bijou.nn to
      dev.bijou.interop,
      dev.bijou.sequence;
  exports dev.bijou.operation to
      dev.bijou.interop,
      dev.bijou.sequence,
      dev.bijou.speech,
      dev.bijou.tables;
  exports dev.bijou.privacy to
      dev.bijou.tables;
  exports dev.bijou.random to
      dev.bijou.sequence,
      dev.bijou.speech,
      dev.bijou.tables;
  exports dev.bijou.spec.support to
      dev.bijou.sequence;
  exports dev.bijou.storage to
      dev.bijou.cli,
      dev.bijou.interop,
      dev.bijou.sequence,
      dev.bijou.speech,
      dev.bijou.tables;

  uses dev.bijou.file.KindProvider;
}
