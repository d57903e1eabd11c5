package dev.bijou.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How fast the page is in a real Chromium without a graphics card: prints it, and judges nothing, since that depends on what
/// else the machine does. Skipped unless asked for: `-Dbijou.speed=MODEL,…` with models of tables, whose conditional densities are
/// timed as well.
class StudioSpeedTest {
  private static final int ROWS = 1_000_000;

  @Test
  void page() throws IOException {
    assumeTrue(System.getProperty("bijou.speed") != null, "-Dbijou.speed=MODEL,… is not given");
    assumeTrue(Chromium.find().isPresent(), "there is no Chromium here");
    List<Path> models = new ArrayList<>(List.of(Served.MODEL));
    Stream.of(System.getProperty("bijou.speed").split(","))
        .filter(name -> !name.isBlank())
        .forEach(name -> models.add(Path.of(name)));
    ServiceOptions options =
        new ServiceOptions(
            models,
            Optional.empty(),
            Optional.empty(),
            new InetSocketAddress("127.0.0.1", 0),
            Optional.empty(),
            false,
            Runtime.getRuntime().availableProcessors(),
            List.of(new ServiceOptions.Limit("answer-time", 600)),
            () -> Instant.EPOCH,
            _ -> {});
    try (Service service = Service.startStudio(options);
        Chromium browser = new Chromium(Chromium.find().orElseThrow())) {
      Path table = million();
      service.open(table);
      String base = "http://127.0.0.1:" + service.address().getPort();
      browser.open(base + service.page());
      browser.await("document.querySelector('main h2')");
      browser.evaluate("location.reload()");
      browser.await(
          "performance.getEntriesByType('navigation')[0].type === 'reload'"
              + " && performance.getEntriesByType('paint').length");
      print(
          "first paint, ms after the page was answered",
          browser.evaluate(
              "performance.getEntriesByType('paint')[0].startTime"
                  + " - performance.getEntriesByType('navigation')[0].responseEnd"));
      browser.look("light", 1280, 900);
      browser.evaluate("location.hash = '#/look?model=plants&x=length&y=width'");
      browser.await("document.querySelectorAll('.cards canvas').length === 3");
      print("a million points panned, ms a frame", browser.evaluate(PAN));
      for (Path model : models) {
        String name = model.getFileName().toString().replaceFirst("\\.bijou$", "");
        print(
            "conditional densities after a slider moved, " + name + ", ms",
            browser.evaluate(ASK.formatted(name)));
      }
      Files.delete(table);
    }
  }

  private static void print(String what, String value) {
    System.out.println(what + ": " + value);
  }

  private static Path million() throws IOException {
    Path table = Files.createTempFile("million", ".csv");
    SplittableRandom random = new SplittableRandom(1);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(table))) {
      out.println("length,width,kind");
      for (int i = 0; i < ROWS; i++) {
        double length = 4 + 1.5 * random.nextGaussian();
        double width = 0.5 * length + 0.4 * random.nextGaussian();
        out.printf("%.4f,%.4f,%s%n", length, width, i % 3 == 0 ? "moss" : "reed");
      }
    }
    return table;
  }

  /// Drags the picture for a while, a step a frame; the median and the longest time between frames, and of those the drawing.
  private static final String PAN =
      """
      (async () => {
        const canvas = document.querySelector('canvas.tall');
        canvas.setPointerCapture = () => {};
        const box = canvas.getBoundingClientRect();
        const at = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true }));
        const frame = () => new Promise(requestAnimationFrame);
        const made = CanvasRenderingContext2D.prototype.createImageData, put = CanvasRenderingContext2D.prototype.putImageData;
        let begun = 0;
        const drawn = [];
        CanvasRenderingContext2D.prototype.createImageData = function (...a) { begun = performance.now(); return made.apply(this, a); };
        CanvasRenderingContext2D.prototype.putImageData = function (...a) { put.apply(this, a); drawn.push(performance.now() - begun); };
        const times = [];
        at('pointerdown', 600, 300);
        let last = await frame();
        for (let i = 1; i <= 150; i++) {
          at('pointermove', 600 + 120 * Math.sin(i / 20), 300 + 60 * Math.cos(i / 15));
          const now = await frame();
          times.push(now - last);
          last = now;
        }
        at('pointerup', 600, 300);
        const shares = (all) => { all.sort((a, b) => a - b); return [0, 0.5, 0.95, 1].map((s) => all[Math.floor(s * (all.length - 1))].toFixed(1)).join(' / '); };
        return 'least / median / 95 % / most ' + shares(times) + ', of which drawing ' + shares(drawn);
      })()\
      """;

  /// Moves the first slider of the page step by step, each time until the last of the densities is drawn anew.
  private static final String ASK =
      """
      (async () => {
        const before = document.querySelector('.cells');
        const begun = performance.now();
        location.hash = '#/ask?model=%s';
        const here = (what) => { const found = document.querySelector(what); return found && (!before || !before.isConnected) ? found : null; };
        while (!here('.charts canvas[aria-label]')) await new Promise((wake) => setTimeout(wake, 5));
        const first = performance.now() - begun;
        const slider = document.querySelector('.cells input[type=range]');
        const low = Number(slider.min), high = Number(slider.max);
        const move = (i) => new Promise((done) => {
          const watch = new MutationObserver(() => { watch.disconnect(); requestAnimationFrame(() => done(performance.now() - from)); });
          watch.observe(document.querySelector('.charts'), { subtree: true, attributes: true, attributeFilter: ['aria-label'] });
          const from = performance.now();
          slider.value = low + (high - low) * (0.2 + 0.01 * i);
          slider.dispatchEvent(new Event('input'));
        });
        const times = [];
        for (let i = 0; i < 60; i++) times.push(await move(i));
        const middle = (some) => [...some].sort((a, b) => a - b)[Math.floor(some.length / 2)].toFixed(0);
        return 'first answer ' + first.toFixed(0) + ', median of the first 20 moves ' + middle(times.slice(0, 20))
          + ', of the next 40 ' + middle(times.slice(20)) + ', most of these ' + Math.max(...times.slice(20)).toFixed(0);
      })()\
      """;
}
