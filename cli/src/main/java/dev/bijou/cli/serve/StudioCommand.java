package dev.bijou.cli.serve;

import dev.bijou.InputException;
import dev.bijou.cli.console.Bundled;
import dev.bijou.cli.console.Interrupts;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.server.Service;
import dev.bijou.server.ServiceOptions;
import dev.bijou.storage.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou studio`: a page to look at tables and models, and to ask them.
@Command(
    name = "studio",
    description = "Open a page on which a table is learned, seen and asked.",
    footer = {
      "",
      """
      The page runs in a browser on this machine: drop a table, learn its density, see what the flow \
      does, fix some cells and see the others move, find rows that do not belong, listen to the voice. \
      Nothing leaves the machine. The address works once; Ctrl-C ends it, and what was not downloaded \
      is gone.\
      """,
      "",
      "Examples:",
      "  bijou studio",
      "  bijou studio people.csv",
      "  bijou studio people.bijou --no-browser"
    })
public final class StudioCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "0..*",
      paramLabel = "TABLE|MODEL",
      description = "Tables (CSV or Parquet) and models to begin with.")
  private List<Path> files = List.of();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (default: any that is free).")
  private int port;

  @Option(
      names = "--no-browser",
      description = "Print the address instead of opening it in the browser.")
  private boolean noBrowser;

  @Option(
      names = "--speaker",
      paramLabel = "FILE",
      description = "A speaker that bijou speak train wrote (default: the bundled one).")
  private @Nullable Path speaker;

  @Option(
      names = "--vocoder",
      paramLabel = "FILE",
      description = "A voice that bijou voice train wrote (default: the bundled one).")
  private @Nullable Path vocoder;

  @Mixin private Threads threads = new Threads();

  public StudioCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new UsageException(file + ": no such file");
      }
    }
    CountDownLatch end = new CountDownLatch(1);
    try (Interrupts _ = shell.interrupts().apply(end::countDown);
        Service service = Service.startStudio(options())) {
      files.stream().filter(file -> !isModel(file)).forEach(service::open);
      String address = "http://127.0.0.1:" + service.address().getPort() + service.page();
      if (noBrowser || !opened(address)) {
        shell.print(address + "\n");
      }
      end.await();
      service.drain(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private ServiceOptions options() {
    return new ServiceOptions(
        files.stream().filter(StudioCommand::isModel).toList(),
        Bundled.find(speaker, "speaker.bijou"),
        Bundled.find(vocoder, "voice.bijou"),
        ServiceOptions.address("127.0.0.1", port),
        Optional.empty(),
        false,
        threads.count(),
        List.of(
            new ServiceOptions.Limit("rows", 5_000_000),
            new ServiceOptions.Limit("request-time", 120),
            new ServiceOptions.Limit("answer-time", 600)),
        InstantSource.system(),
        _ -> {});
  }

  private static boolean isModel(Path file) {
    try (SafeTensors content = SafeTensors.open(file)) {
      return content.metadata().containsKey("bijou.table");
    } catch (InputException _) {
      return false;
    }
  }

  /// Opens the browser of the user, if the system knows how.
  private static boolean opened(String address) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    List<String> command =
        system.contains("mac")
            ? List.of("open", address)
            : system.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                : List.of("xdg-open", address);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
