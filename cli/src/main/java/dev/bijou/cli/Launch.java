package dev.bijou.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/// The entry point of the launcher script: takes over the standard error that the script set aside, then runs [Main].
///
/// Java prints a warning about the incubating Vector API before any program begins, and no option turns it off. The
/// script therefore starts Java with standard error discarded and the real one as descriptor `bijou.stderr`.
final class Launch {

  private Launch() {}

  public static void main(String[] arguments) throws Exception {
    Integer descriptor = Integer.getInteger("bijou.stderr");
    if (descriptor != null) {
      System.setErr(open(descriptor));
    }
    Main.main(arguments);
  }

  private static PrintStream open(int descriptor) throws ReflectiveOperationException {
    // Opening /dev/fd/3 instead would fail on sockets and lose the position in a file shared with
    // standard output.
    var constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
    constructor.setAccessible(true);
    var stream = new FileOutputStream(constructor.newInstance(descriptor));
    return new PrintStream(stream, true, System.err.charset());
  }
}
