package dev.bijou.interop.table;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Runs graphs by ONNX Runtime, on one thread.
final class OnnxRun {
  private OnnxRun() {}

  /// The outputs of a graph: arrays of rows × columns, of floats, doubles, booleans or texts.
  ///
  /// @param inputs likewise
  static Map<String, Object> of(byte[] model, Map<String, Object> inputs) {
    OrtEnvironment runtime = runtime();
    try (OrtSession.SessionOptions options = options()) {
      return run(runtime, runtime.createSession(model, options), inputs);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The same of a file, with what lies beside it.
  static Map<String, Object> of(Path model, Map<String, Object> inputs) {
    OrtEnvironment runtime = runtime();
    try (OrtSession.SessionOptions options = options()) {
      return run(runtime, runtime.createSession(model.toString(), options), inputs);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    return options;
  }

  private static Map<String, Object> run(
      OrtEnvironment runtime, OrtSession session, Map<String, Object> inputs) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try (session) {
      for (String name : session.getInputNames()) {
        tensors.put(name, OnnxTensor.createTensor(runtime, inputs.get(name)));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        Map<String, Object> outputs = new HashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
          outputs.put(output.getKey(), output.getValue().getValue());
        }
        return outputs;
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /// ONNX Runtime, unless its native code cannot be loaded here: then the test is skipped.
  private static OrtEnvironment runtime() {
    try {
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError e) {
      assumeTrue(false, "ONNX Runtime does not load here: " + e.getMessage());
      throw e;
    }
  }
}
