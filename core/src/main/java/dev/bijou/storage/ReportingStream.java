package dev.bijou.storage;

import dev.bijou.OutputException;
import java.io.IOException;
import java.io.OutputStream;

/// A stream whose failures are [OutputException]s.
public final class ReportingStream extends OutputStream {
  private final String name;
  private final OutputStream out;

  /// @param name what messages call the stream
  public ReportingStream(String name, OutputStream out) {
    this.name = name;
    this.out = out;
  }

  @Override
  public void write(int b) {
    report(() -> out.write(b));
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    report(() -> out.write(bytes, from, length));
  }

  @Override
  public void flush() {
    report(out::flush);
  }

  @Override
  public void close() {
    report(out::close);
  }

  private void report(Write write) {
    try {
      write.run();
    } catch (IOException failure) {
      throw new OutputException(name, failure);
    }
  }

  private interface Write {
    void run() throws IOException;
  }
}
