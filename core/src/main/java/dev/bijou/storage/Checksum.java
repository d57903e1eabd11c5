package dev.bijou.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// The checksum that a file carries in its own header.
///
/// It is the SHA-256, in 64 lower-case hexadecimal digits, of all bytes of the file, with these digits themselves
/// (their first occurrence in the header) replaced by 64 zeros. So it covers numbers, names, shapes and metadata
/// alike, and a reader in any language checks it with one search, one replacement and one digest.
final class Checksum {
  /// The metadata key.
  static final String KEY = "bijou.sha256";

  static final int DIGITS = 64;

  /// What stands in the file's place of the checksum while it is computed.
  static final String BLANK = "0".repeat(DIGITS);

  private final MessageDigest digest;

  Checksum() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  void update(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
  }

  /// The digits; afterwards this object starts anew.
  String digits() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /// A copy of a header with the first occurrence of the digits blanked.
  static byte[] blank(byte[] header, String digits) {
    byte[] blanked = header.clone();
    int at = new String(header, StandardCharsets.ISO_8859_1).indexOf(digits);
    if (at >= 0) {
      Arrays.fill(blanked, at, at + digits.length(), (byte) '0');
    }
    return blanked;
  }
}
