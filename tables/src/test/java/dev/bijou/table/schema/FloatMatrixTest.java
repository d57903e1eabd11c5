package dev.bijou.table.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FloatMatrixTest {
  @Test
  void gathersRowsAsLanes() {
    int rows = 3 * FloatMatrix.CHUNK_ROWS / 2;
    float[] cells = new float[3 * rows];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i;
    }
    FloatMatrix matrix = FloatMatrix.of(3, cells);
    assertEquals(rows, matrix.rows());
    assertEquals(cells[3 * 5000 + 2], matrix.get(5000, 2));
    float[] out = new float[6];
    matrix.gather(new int[] {9, 0, 5000, 1}, 1, 2, out);
    assertArrayEquals(new float[] {0, 15_000, 1, 15_001, 2, 15_002}, out);
  }

  @Test
  void selectsColumnsOfSelectedColumns() {
    FloatMatrix matrix = FloatMatrix.of(3, 1, 2, 3, 4, 5, 6).select(2, 0).select(1);
    assertEquals(1, matrix.columns());
    assertEquals(4, matrix.get(1, 0));
    float[] row = new float[3];
    FloatMatrix.of(3, 1, 2, 3, 4, 5, 6).select(2, 0).row(1, row, 1);
    assertArrayEquals(new float[] {0, 6, 4}, row);
    assertEquals(0, matrix.select().columns());
  }

  @Test
  void refusesRaggedData() {
    assertThrows(IllegalArgumentException.class, () -> FloatMatrix.of(2, 1, 2, 3));
  }
}
