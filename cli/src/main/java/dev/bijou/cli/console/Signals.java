package dev.bijou.cli.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Ctrl-C and its like: the first asks the command to stop in good order, the second ends the program at once.
///
/// A shutdown hook could not tell a second one from the first. `sun.misc.Signal` can, which the JDK offers in the
/// module `jdk.unsupported`, but javac warns about its name; hence the reflection. Where it is absent, or a signal is
/// ignored (as under nohup) or taken, that signal keeps its meaning.
public final class Signals implements Interrupts {
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private final AtomicInteger received =
      new AtomicInteger(); // number of the first signal, 0 before
  private final Map<String, Object> previous = new LinkedHashMap<>(); // handlers by signal
  private final Runnable onFirst;

  private Signals(Runnable onFirst) {
    this.onFirst = onFirst;
  }

  /// Starts to listen.
  ///
  /// @param onFirst run at the first signal, in a thread of its own
  public static Signals listen(Runnable onFirst) {
    Signals signals = new Signals(onFirst);
    NUMBERS.forEach(signals::take);
    return signals;
  }

  private void take(String name, int number) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> receive(number);
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> name.hashCode();
              default -> "handler of SIG" + name;
            };
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      previous.put(
          name,
          handle(
              name, Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler)));
    } catch (ReflectiveOperationException _) {
      // The signal keeps its meaning.
    }
  }

  private Object receive(int number) {
    if (received.compareAndSet(0, number)) {
      onFirst.run();
    } else {
      System.exit(128 + number);
    }
    return this; // ignored, as the method is void
  }

  private static Object handle(String name, Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    return signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }

  @Override
  public boolean requested() {
    return received.get() != 0;
  }

  @Override
  public int exitCode() {
    return 128 + received.get();
  }

  @Override
  public void close() {
    previous.forEach((name, handler) -> {
      try {
        handle(name, handler);
      } catch (ReflectiveOperationException _) {
        // It was taken the same way.
      }
    });
  }
}
