package dev.bijou.speech.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.Signals;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.picture.SpectrogramPicture.Panel;
import dev.bijou.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SpectrogramPictureTest {
  private static final MelSettings SETTINGS = MelSettings.aligned(22_050);

  @Test
  void loudIsYellowAndQuietIsBlue() throws Exception {
    Tensor mel = Tensor.zeros(80, 400);
    Arrays.fill(mel.data(), LogMel.FLOOR);
    for (int t = 100; t < 200; t++) {
      mel.data()[mel.at(79) + t] = 2; // the highest band, in the second quarter
    }
    List<Panel> panels = List.of(new Panel("original", mel), new Panel("half", half(mel)));
    byte[] png = Signals.bytes(s -> SpectrogramPicture.write(s, SETTINGS, panels));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertEquals(2 * (24 + 240 + 36), image.getHeight());
    int width = image.getWidth() - 56 - 16;
    assertEquals(800, width);
    for (int panel = 0; panel < 2; panel++) {
      int top = panel * 300 + 24;
      assertEquals(0xFFFDE725, image.getRGB(56 + 3 * width / 8, top + 1));
      assertEquals(0xFF440154, image.getRGB(56 + width / 8, top + 1));
      assertEquals(0xFF440154, image.getRGB(56 + 3 * width / 8, top + 4));
      assertEquals(0xFF440154, image.getRGB(56 + 7 * width / 8, top + 238));
      assertEquals(0xFFFFFFFF, image.getRGB(1, top + 1));
    }
  }

  private static Tensor half(Tensor mel) {
    Tensor half = Tensor.zeros(80, 200);
    for (int b = 0; b < 80; b++) {
      System.arraycopy(mel.data(), mel.at(b), half.data(), half.at(b), 200);
    }
    return half;
  }

  @Test
  void hoursFitOnAScreen() {
    BufferedImage image =
        SpectrogramPicture.draw(SETTINGS, List.of(new Panel("long", Tensor.zeros(80, 600_000))));
    assertTrue(image.getWidth() < 2500);
    BufferedImage brief =
        SpectrogramPicture.draw(SETTINGS, List.of(new Panel("brief", Tensor.zeros(80, 1))));
    assertTrue(brief.getWidth() >= 480);
  }

  @Test
  void coloursGrowLighter() {
    double before = -1;
    for (int i = 0; i <= 100; i++) {
      int rgb = Viridis.rgb(i / 100f);
      double light = 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF);
      assertTrue(light > before, "at " + i);
      before = light;
    }
    assertEquals(Viridis.rgb(0), Viridis.rgb(-3));
    assertEquals(Viridis.rgb(1), Viridis.rgb(7));
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    Panel empty = new Panel("empty", Tensor.zeros(80, 0));
    Panel other = new Panel("other", Tensor.zeros(40, 5));
    for (List<Panel> panels : List.of(List.<Panel>of(), List.of(empty), List.of(other))) {
      assertThrows(IllegalArgumentException.class, () -> SpectrogramPicture.draw(SETTINGS, panels));
    }
  }
}
