package dev.bijou.table.io;

import java.io.IOException;
import java.io.OutputStream;

/// A stream of which the failures are [OutputException]s.
final class ReportingStream extends OutputStream {
  private final String name;
  private final OutputStream out;

  ReportingStream(String name, OutputStream out) {
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
