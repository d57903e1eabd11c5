package dev.bijou.speech.picture;

import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.tensor.Tensor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Pictures of log-mel spectrograms, one below the other on the same axes: time to the right in seconds, frequency
/// upwards in Hz, and the level as a colour from dark blue (silence) to yellow, on one scale for all. On a system
/// without fonts there are no words and numbers.
public final class SpectrogramPicture {
  private static final int LEFT = 56;
  private static final int RIGHT = 16;
  private static final int ABOVE = 24;
  private static final int BELOW = 36;
  private static final int BAND_PIXELS = 3;
  private static final int LEAST_WIDTH = 480;
  private static final int MOST_WIDTH = 2400;
  private static final int TICK = 4;
  private static final int MARK_LINE = 13; // pixels
  private static final int MARK_LINES = 3;
  private static final int TIME_TICK_PIXELS = 60; // at least, from one label to the next
  private static final double[] FREQUENCIES = {250, 500, 1000, 2000, 4000, 8000};

  /// A spectrogram and what stands above it.
  ///
  /// @param logMel bands × frames
  /// @param marks what begins where, in order
  public record Panel(String title, Tensor logMel, List<Mark> marks) {
    public Panel {
      marks = List.copyOf(marks);
    }

    /// A spectrogram without marks.
    public Panel(String title, Tensor logMel) {
      this(title, logMel, List.of());
    }
  }

  /// A line at the beginning of a frame, with a label on its right: a phone, for instance.
  public record Mark(int frame, String label) {
    /// Where symbols begin.
    ///
    /// @param labels of all symbols
    /// @param symbols which of them, one after the other
    /// @param durations frames of each
    public static List<Mark> of(List<String> labels, int[] symbols, int[] durations) {
      List<Mark> marks = new ArrayList<>();
      int frame = 0;
      for (int i = 0; i < durations.length; i++) {
        marks.add(new Mark(frame, labels.get(symbols[i])));
        frame += durations[i];
      }
      return marks;
    }
  }

  private final MelSettings settings;
  private final List<Panel> panels;
  private final int frames;
  private final int width;
  private final int height;
  private boolean fonts;

  private SpectrogramPicture(MelSettings settings, List<Panel> panels) {
    this.settings = settings;
    this.panels = panels;
    frames = panels.stream().mapToInt(p -> p.logMel.lanes()).max().orElse(0);
    int fold = Math.max(1, Math.ceilDiv(LEAST_WIDTH, Math.max(1, frames)));
    width = Math.clamp((long) fold * frames, LEAST_WIDTH, MOST_WIDTH);
    height = settings.bands() * BAND_PIXELS;
  }

  /// Draws the panels and writes them as PNG. The stream is not closed.
  ///
  /// @throws IOException if the stream cannot be written
  /// @throws IllegalArgumentException if there is nothing to draw, or a panel has other bands than the settings
  public static void write(OutputStream stream, MelSettings settings, List<Panel> panels)
      throws IOException {
    // Without a cache in a file, which is ImageIO's own choice.
    try (ImageOutputStream image = new MemoryCacheImageOutputStream(stream)) {
      ImageIO.write(draw(settings, panels), "png", image);
    }
  }

  /// Draws the panels.
  static BufferedImage draw(MelSettings settings, List<Panel> panels) {
    for (Panel panel : panels) {
      if (panel.logMel.features() != settings.bands()) {
        throw new IllegalArgumentException(
            "\"%s\" has %d bands, but the settings %d"
                .formatted(panel.title, panel.logMel.features(), settings.bands()));
      }
    }
    SpectrogramPicture picture = new SpectrogramPicture(settings, List.copyOf(panels));
    if (picture.frames == 0) {
      throw new IllegalArgumentException("there are no frames to draw");
    }
    return picture.draw();
  }

  private BufferedImage draw() {
    int panelHeight = ABOVE + height + BELOW;
    BufferedImage image =
        new BufferedImage(
            LEFT + width + RIGHT, panelHeight * panels.size(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    fonts = canWrite(graphics);
    float loudest = loudest();
    for (int i = 0; i < panels.size(); i++) {
      int top = i * panelHeight + ABOVE;
      colours(image, panels.get(i).logMel, top, loudest);
      marks(graphics, panels.get(i).marks, top);
      axes(graphics, panels.get(i).title, top);
    }
    graphics.dispose();
    return image;
  }

  private float loudest() {
    float loudest = LogMel.FLOOR + 1;
    for (Panel panel : panels) {
      for (int b = 0; b < panel.logMel.features(); b++) {
        for (int t = 0; t < panel.logMel.lanes(); t++) {
          loudest = Math.max(loudest, panel.logMel.get(b, t));
        }
      }
    }
    return loudest;
  }

  private void colours(BufferedImage image, Tensor logMel, int top, float loudest) {
    for (int x = 0; x < width; x++) {
      int from = (int) ((long) x * frames / width);
      int to = Math.max(from + 1, (int) ((x + 1L) * frames / width));
      for (int b = 0; b < settings.bands(); b++) {
        // Where several frames share a pixel, the loudest is seen; beyond the end there is silence.
        float level = LogMel.FLOOR;
        for (int t = from; t < Math.min(to, logMel.lanes()); t++) {
          level = Math.max(level, logMel.get(b, t));
        }
        int colour = Viridis.rgb((level - LogMel.FLOOR) / (loudest - LogMel.FLOOR));
        int bottom = top + height - 1 - b * BAND_PIXELS;
        for (int y = 0; y < BAND_PIXELS; y++) {
          image.setRGB(LEFT + x, bottom - y, colour);
        }
      }
    }
  }

  /// Labels go by turns to three heights, so that those of short phones do not cover each other.
  private void marks(Graphics2D graphics, List<Mark> marks, int top) {
    graphics.setColor(new Color(255, 255, 255, 150));
    for (int i = 0; i < marks.size(); i++) {
      int x = LEFT + (int) ((long) width * marks.get(i).frame / frames);
      graphics.drawLine(x, top, x, top + height - 1);
      write(graphics, marks.get(i).label, x + 2, 0, top + MARK_LINE * (1 + i % MARK_LINES));
    }
  }

  private void axes(Graphics2D graphics, String title, int top) {
    graphics.setColor(Color.BLACK);
    graphics.drawRect(LEFT - 1, top - 1, width + 1, height + 1);
    write(graphics, title, LEFT, 0, top - 8);
    for (double hz : FREQUENCIES) {
      int y = top + height - (int) Math.round(height * settings.place(hz));
      if (y >= top && y <= top + height) {
        graphics.drawLine(LEFT - 1 - TICK, y, LEFT - 1, y);
        String label = hz < 1000 ? number(hz) + " Hz" : number(hz / 1000) + " kHz";
        write(graphics, label, LEFT - TICK - 4, 1, y + 4);
      }
    }
    double seconds = (double) frames * settings.framing().hop() / settings.sampleRateHz();
    double step = timeStep(seconds * TIME_TICK_PIXELS / width);
    for (int i = 0; i * step <= seconds; i++) {
      int x = LEFT + (int) Math.round(width * i * step / seconds);
      graphics.drawLine(x, top + height, x, top + height + TICK);
      String label = number(i * step) + " s";
      write(graphics, label, x, 0.5, top + height + TICK + 14);
    }
  }

  /// Writes a text whose left end (0), middle (0.5) or right end (1) is at x.
  private void write(Graphics2D graphics, String text, int x, double anchor, int y) {
    if (fonts) {
      int size = graphics.getFontMetrics().stringWidth(text);
      graphics.drawString(text, x - (int) (anchor * size), y);
    }
  }

  /// Whether text can be drawn. How Java fails on a system without fonts depends on its version.
  private static boolean canWrite(Graphics2D graphics) {
    try {
      return graphics.getFontMetrics().stringWidth("0") > 0;
    } catch (RuntimeException | InternalError | LinkageError e) {
      return false;
    }
  }

  /// The smallest of 1, 2, 5, 10 … (and their tenths) that is not less.
  private static double timeStep(double least) {
    double step = Math.pow(10, Math.floor(Math.log10(least)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * step >= least) {
        return factor * step;
      }
    }
    return 10 * step;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
  }
}
