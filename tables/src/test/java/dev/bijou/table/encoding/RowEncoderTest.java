package dev.bijou.table.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
  private static final double MISSING = Double.NaN;

  private static Column column(String name, Kind kind, long missing, double offset) {
    return new Column(name, kind, offset, 100, missing, 0, 1, -10, 10, 20, 1);
  }

  private static final Kind NAMES =
      new Kind.Categorical(
          List.of(new Kind.Level("a", 60), new Kind.Level("b", 30)),
          List.of(new Kind.Level("rare", 4), new Kind.Level("rarer", 1)));
  private static final Column CATEGORY = column("category", NAMES, 3, 0);
  private static final Column GAIN =
      column("gain", new Kind.Integral(0.5, new Kind.Atoms(List.of(0.0, 4.0), false)), 2, 1);
  private static final Column GRADE =
      column("grade", new Kind.Integral(1, new Kind.Atoms(List.of(3.0, 5.0), true)), 0, 0);
  private static final Column PLAIN = column("plain", new Kind.Continuous(Kind.Atoms.NONE), 0, 5);
  private static final Column TRUTH = column("truth", new Kind.Binary("no", "yes"), 0, 0);
  private static final Column GIVEN = column("given", new Kind.Continuous(Kind.Atoms.NONE), 7, 0);

  private final RowEncoder encoder =
      RowEncoder.of(new Schema(List.of(CATEGORY, GAIN, GRADE, PLAIN), List.of(TRUTH, GIVEN)));

  private float[] encode(double... row) {
    float[] out = new float[encoder.features() + encoder.contextFeatures()];
    encoder.encode(row, out);
    return out;
  }

  @Test
  void laysCodesBeforeValues() {
    assertEquals(
        new MixedLayout(
            List.of(4, 4, 3),
            List.of(new MixedLayout.Value(1, 0.5f), new MixedLayout.Value(-1, 0))),
        encoder.layout());
    assertEquals(5, encoder.features());
    assertEquals(5, encoder.contextFeatures());
    assertInstanceOf(MixedRows.class, encoder);
  }

  @Test
  void writesRowsAsCodesValuesAndContext() {
    assertArrayEquals(
        new float[] {1, 0, 2, 2, 1, /* given */ 0, 1, 0, 7, 0}, encode(1, 3, 5, 6, 1, 7));
    assertArrayEquals(
        new float[] {3, 1, 1, 0, 1, 1, 0, 0, 0, 1}, encode(MISSING, MISSING, 3, 6, 0, MISSING));
    // Rare names and unseen ones are one level; the atoms 0 and 4 are states; 4 is no grade.
    assertArrayEquals(new float[] {2, 2, 0, 0, 1, 0, 0, 1, 7, 0}, encode(3, 0, 4, 6, 2, 7));
    assertArrayEquals(new float[] {2, 3, 0, 0, 1, 0, 0, 1, 7, 0}, encode(4, 4, 4, 6, MISSING, 7));
  }

  @Test
  void whatTheModelCannotHaveIsNaN() {
    assertTrue(Float.isNaN(encode(1, 3, 5, MISSING, 1, 7)[4]));
  }

  @Test
  void readsItsRowsBack() {
    for (double[] row :
        List.of(
            new double[] {1, 3, 5, 6},
            new double[] {MISSING, MISSING, 3, 6},
            new double[] {0, 0, 3, -2.5},
            new double[] {0, 4, 3, 10})) {
      double[] back = new double[4];
      float[] mixed = encode(row[0], row[1], row[2], row[3], 0, 0);
      assertTrue(encoder.decode(mixed, new SplittableRandom(1), back));
      assertArrayEquals(row, back);
    }
  }

  @Test
  void rareNamesAreDrawnAsOftenAsTheyWereSeen() {
    SplittableRandom random = new SplittableRandom(1);
    int rarer = 0;
    for (int i = 0; i < 5000; i++) {
      double[] row = new double[4];
      assertTrue(encoder.decode(new float[] {2, 1, 1, 0, 0}, random, row));
      assertTrue(row[0] == 2 || row[0] == 3);
      rarer += row[0] == 3 ? 1 : 0;
    }
    assertEquals(1000, rarer, 120);
  }

  @Test
  void namesWhatNoRowHadAndMovesItToWhatOneCouldHave() {
    double[] row = new double[4];
    SplittableRandom random = new SplittableRandom(1);
    assertFalse(
        encoder.decode(new float[] {0, 0, 1, 0, 5.5f}, random, row)); // plain above its range
    assertEquals(10, row[3]);
    assertFalse(encoder.decode(new float[] {0, 0, 0, 0, 0}, random, row)); // an unseen grade
    assertEquals(3, row[2]);
    assertTrue(encoder.decode(new float[] {0, 0, 1, 1.26f, 0}, random, row));
    assertEquals(2.5, row[1]); // on its grid
  }

  @Test
  void plainRowsAreTheirNumbers() {
    RowEncoder plain = RowEncoder.of(new Schema(List.of(PLAIN), List.of()));
    assertInstanceOf(PlainRows.class, plain);
    float[] out = new float[1];
    plain.encode(new double[] {7.5}, out);
    assertEquals(2.5f, out[0]);
  }
}
