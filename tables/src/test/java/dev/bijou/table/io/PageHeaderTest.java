package dev.bijou.table.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The bytes are written out by hand, after the compact protocol of Thrift: (step << 4 | kind), then the value;
/// integers are zigzag, so that 0x0a is 5.
class PageHeaderTest {
  private static PageHeader read(String hex) {
    return PageHeader.read(ByteBuffer.wrap(HexFormat.ofDelimiter(" ").parseHex(hex)));
  }

  @Test
  void readsADataPageOfVersion1() {
    // type 0, 100 → 40 bytes, then a struct with 5 values, three encodings and statistics with a
    // text and a boolean.
    PageHeader header =
        read("15 00 15 c8 01 15 50 2c 15 0a 15 00 15 06 15 06 1c 18 03 61 62 63 21 00 00 00");
    assertEquals(new PageHeader(0, 100, 40, 5, 0, true, 26), header);
    assertTrue(header.isData());
  }

  @Test
  void readsADataPageOfVersion2() {
    // type 3; a struct under number 8 with 5 values, 1 null, 5 rows, an encoding, levels of 3 and 2
    // bytes, uncompressed.
    PageHeader header =
        read("15 06 15 c8 01 15 50 5c 15 0a 15 02 15 0a 15 00 15 06 15 04 12 00 00");
    assertEquals(new PageHeader(3, 100, 40, 5, 5, false, 23), header);
  }

  @Test
  void readsADictionaryPageWithWhatItDoesNotKnow() {
    // type 2; a struct under number 7, then, under number 100 written out, a list of two integers,
    // and a double.
    PageHeader header =
        read("15 04 15 08 15 08 4c 15 0a 15 00 00 09 c8 01 25 02 04 17 00 00 00 00 00 00 f0 3f 00");
    assertEquals(new PageHeader(2, 4, 4, 0, 0, true, 28), header);
  }

  @Test
  void refusesOtherBytes() {
    assertThrows(BufferUnderflowException.class, () -> read("15 00 15"));
    assertThrows(IllegalArgumentException.class, () -> read("00")); // nothing in it
    assertThrows(
        IllegalArgumentException.class, () -> read("15 00 15 01 15 50 00")); // a size of −1
    assertThrows(IllegalArgumentException.class, () -> read("1d 00")); // a kind that does not exist
    assertThrows(IllegalArgumentException.class, () -> read("48 7f 00")); // a text beyond the end
  }
}
