package dev.bijou.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The studio in a real Chromium; skipped where there is none.
@Timeout(180) // rather than to wait for ever for what a page does not show
class StudioPageTest {
  private static final Path VOICE = Path.of("../examples/kathleen");

  private static Service service;
  private static Chromium browser;
  private static String base;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Chromium.find().isPresent(), "there is no Chromium here");
    service =
        Service.startStudio(
            new ServiceOptions(
                List.of(Served.MODEL),
                Optional.of(VOICE.resolve("speaker.bijou")),
                Optional.of(VOICE.resolve("voice.bijou")),
                new InetSocketAddress("127.0.0.1", 0),
                Optional.empty(),
                false,
                2,
                List.of(),
                () -> Instant.EPOCH,
                _ -> {}));
    service.open(Path.of("../examples/habitat.csv"));
    service.open(Served.MODEL.resolveSibling("plants.csv"));
    base = "http://127.0.0.1:" + service.address().getPort();
    browser = new Chromium(Chromium.find().orElseThrow());
    browser.open(base + service.page());
    browser.await("document.querySelector('h1').textContent === 'Open'");
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      service.close();
    }
  }

  private static void view(String hash, String until) {
    browser.evaluate("location.hash = '" + hash + "'");
    browser.await(until);
  }

  private static String has(String text) {
    return "document.body.innerText.includes('%s')".formatted(text);
  }

  private static void click(String button) {
    browser.evaluate(
        "[...document.querySelectorAll('button')].find(b => b.textContent === '%s').click()"
            .formatted(button));
  }

  /// While a picture moves, its points are not counted again; what is seen is the same.
  @Test
  void aPictureThatMovesShowsWhatItShowsAtRest() {
    String apart =
        browser.evaluate(
            """
            (async () => {
              const { Plot } = await import('/plot.js');
              const canvas = document.createElement('canvas');
              canvas.style = 'width: 400px; height: 300px';
              document.body.append(canvas);
              const x = Float32Array.from({ length: 3000 }, (_, i) => (i * 0.618034) % 1);
              const y = Float32Array.from({ length: 3000 }, (_, i) => (i * 0.754878) % 1);
              const plot = new Plot(canvas);
              plot.layers = [{ kind: 'points', x, y, colour: '--data' }];
              plot.paint();
              const whole = plot.clouds.shown;
              const { w, h } = plot.box();
              for (const steps of [[12, 7], [30, -20]]) plot.shift(steps[0] / w, steps[1] / h);
              const pixels = () => { plot.paint(); return canvas.getContext('2d').getImageData(0, 0, 400, 300).data; };
              const moving = pixels(), kept = plot.clouds.shown;
              plot.shift(5 / w, 5 / h);
              const again = pixels(), same = plot.clouds.shown === kept;
              plot.moving = false;
              const resting = pixels();
              let other = 0, inked = 0;
              for (let i = 3; i < resting.length; i += 4) { other += resting[i] !== again[i]; inked += resting[i] > 0; }
              canvas.remove();
              clearTimeout(plot.resting);
              return [same && kept !== whole, inked > 5000, other < inked / 100].join();
            })()\
            """);
    assertEquals("true,true,true", apart);
  }

  @Test
  void showsWhatATableHolds() {
    view("#/open", has("Learn this table"));
    assertEquals("open", browser.evaluate("location.hash.slice(2) || 'open'").split("\\?")[0]);
    assertTrue(Boolean.parseBoolean(browser.evaluate(has("habitat.csv"))));
    assertTrue(Boolean.parseBoolean(browser.evaluate(has("plants"))));
  }

  @Test
  void learnsATableAndGoesOnAfterAReload() {
    view("#/open", has("Learn this table"));
    browser.evaluate(
        "[...document.querySelectorAll('main a')].find(a => a.textContent === 'habitat.csv').click()");
    browser.await(has("bullfrog"));
    click("Learn this table");
    browser.await("document.querySelector('input[type=number]')");
    browser.evaluate(
        """
        (() => {
          const [name, seconds, flows] = document.querySelectorAll('.bar input');
          name.value = 'counties'; seconds.value = 5; flows.value = 1;
        })()\
        """);
    click("Learn");
    browser.await(has("Learning counties"));
    browser.evaluate("location.reload()");
    browser.await(has("Download the model"));
    assertTrue(Boolean.parseBoolean(browser.evaluate(has("done after"))));
    view("#/flow?model=counties", "document.querySelector('canvas') && " + has("the data"));
    click("Play");
    browser.await(has("Pause"));
    view("#/look?model=counties", "document.querySelectorAll('.cards canvas').length === 4");
    browser.evaluate("history.back()");
    browser.await("document.querySelector('h1').textContent === 'Flow'");
  }

  @Test
  void tellsThePointThatIsPicked() {
    view("#/look?model=plants", "document.querySelectorAll('.cards canvas').length === 3");
    browser.evaluate(
        """
        (() => {
          const canvas = document.querySelector('canvas.tall');
          const box = canvas.getBoundingClientRect();
          for (let x = 60; x < box.width - 20; x += 12) {
            for (let y = 20; y < box.height - 50; y += 12) {
              const at = { clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true };
              canvas.setPointerCapture = () => {};
              canvas.dispatchEvent(new PointerEvent('pointerdown', at));
              canvas.dispatchEvent(new PointerEvent('pointerup', at));
              if (document.querySelector('main dl')) return;
            }
          }
        })()\
        """);
    browser.await(has("log-density"));
    browser.await(has("p-value"));
  }

  @Test
  void followsTheNumbersOfAModelWithNames() {
    view(
        "#/flow?model=plants",
        "document.querySelector('canvas') && " + has("Names are drawn first"));
    assertEquals(
        "length,width",
        browser.evaluate(
            "[...document.querySelectorAll('select')[1].options].map(o => o.value).join()"));
  }

  @Test
  void keepsWhereItLooksWhenThePageIsReloaded() {
    view("#/look?model=plants", "document.querySelectorAll('.cards canvas').length === 3");
    browser.evaluate(
        "document.querySelector('canvas.tall').dispatchEvent(new KeyboardEvent('keydown', {key: '+', bubbles: true}))");
    browser.await("location.hash.includes('seen=')");
    String seen = browser.evaluate("location.hash");
    browser.evaluate("location.reload()");
    browser.await("document.querySelectorAll('.cards canvas').length === 3");
    assertEquals(seen, browser.evaluate("location.hash"));
  }

  @Test
  void moveOtherDensitiesWhenACellIsSet() {
    view("#/ask?model=plants", "document.querySelectorAll('canvas').length === 3");
    browser.evaluate(
        """
        (() => {
          const kind = document.querySelector('select[aria-label=kind]');
          kind.value = 'moss';
          kind.dispatchEvent(new Event('change'));
        })()\
        """);
    browser.await("document.querySelectorAll('canvas').length === 2");
    assertTrue(browser.evaluate("location.hash").contains("set.kind=moss"));
    click("Fill in the open cells");
    browser.await(has("(filled in)"));
  }

  /// What is shown at rest is drawn more finely; a slider that moves does not wait for that.
  @Test
  void asksAtOnceWhileAFineAnswerIsOnItsWay() {
    view("#/look?model=plants", "document.querySelectorAll('.cards canvas').length === 3");
    browser.evaluate(
        """
        (() => {
          const fetched = window.fetch;
          window.works = [];
          window.fetch = (path, how = {}) => {
            if (!String(path).endsWith('/conditional')) return fetched(path, how);
            const { work } = JSON.parse(how.body);
            window.works.push(work);
            if (work === Math.min(...window.works)) return fetched(path, how);
            return new Promise((_, fail) => how.signal.addEventListener('abort', () => fail(how.signal.reason)));
          };
        })()\
        """);
    view("#/ask?model=plants", "window.works.length === 2"); // the fine answer never comes
    browser.evaluate(
        """
        (() => {
          const slider = document.querySelector('.cells input[type=range]');
          slider.value = slider.max;
          slider.dispatchEvent(new Event('input'));
        })()\
        """);
    browser.await("window.works.length > 2 && document.querySelectorAll('canvas').length === 2");
    assertEquals(
        "true",
        browser.evaluate(
            "window.works[2] === window.works[0] && window.works[1] > window.works[0]"));
    browser.evaluate("location.reload()");
  }

  @Test
  void findsNoveltiesAndWatchesTheService() {
    view("#/find?model=plants&alpha=0.2", has("rows are novel"));
    browser.await("!document.querySelector('progress')"); // the reasons are found
    int novel = Integer.parseInt(browser.evaluate("document.querySelectorAll('tbody tr').length"));
    assertTrue(novel > 0);
    browser.await(
        "[...document.querySelectorAll('tbody tr')].some(row => row.lastChild.innerText.includes('expected'))");
    click("Row");
    browser.evaluate("location.reload()"); // which keeps the order
    browser.await("document.querySelector('th[aria-sort=ascending]')?.innerText.startsWith('Row')");
    view("#/find?model=plants&live=yes", has("Rows that are posted"));
    browser.evaluate(
        """
        fetch('/v1/models/plants/detect', { method: 'POST', headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ rows: [{ length: 9, width: 1, kind: 'moss' }] }) }).then(r => r.status)\
        """);
    browser.await("document.querySelectorAll('tbody tr').length > 0");
  }

  @Test
  void saysATextAndShowsItsPhones() {
    view("#/listen", "document.querySelector('textarea')");
    browser.evaluate("document.querySelector('textarea').value = 'Good morning.'");
    click("Say it");
    browser.await("document.querySelector('img').naturalWidth > 100");
    browser.await("document.querySelector('audio').duration > 0.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "learn", "flow", "look", "ask", "find", "listen"})
  void isForEveryone(String view) throws IOException {
    view(
        "#/" + view,
        "document.querySelector('h1').textContent.toLowerCase() === '%s'".formatted(view));
    browser.evaluate(axe());
    for (String scheme : List.of("light", "dark")) {
      for (int width : List.of(390, 1280)) {
        browser.look(scheme, width, 900);
        assertEquals(
            "",
            browser.evaluate(
                "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations"
                    + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                    + ".map(v => v.id + ': ' + v.nodes[0].html).join('; '))"),
            view + ", " + scheme + ", " + width);
        assertEquals(
            "true",
            browser.evaluate("document.documentElement.scrollWidth <= " + width),
            view + " is wider than " + width);
      }
    }
    browser.look("light", 1280, 900);
  }

  private static String axe() throws IOException {
    try (InputStream stream = StudioPageTest.class.getResourceAsStream("/axe.min.js")) {
      assumeTrue(stream != null, "axe-core is not on the class path");
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void asksNobodyElse() {
    view("#/open", has("Learn this table"));
    assertEquals(
        List.of(),
        browser.requests.stream()
            .filter(address ->
                !address.startsWith(base)
                    && !address.startsWith("blob:" + base)
                    && !address.equals("about:blank"))
            .toList());
  }

  @Test
  void isSmall() throws IOException {
    long packed = 0;
    try (var files = Files.list(Path.of("src/main/resources/dev/bijou/server/studio"))) {
      for (Path file : files.toList()) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
          Files.copy(file, gzip);
        }
        packed += bytes.size();
      }
    }
    assertTrue(packed < 150_000, packed + " bytes");
  }
}
