package dev.bijou.privacy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Random numbers that nobody can draw again: AES in counter mode under a key of the operating system's randomness, which is
/// kept nowhere. Noise from a seed that is written in a file protects nothing. Not for several threads at once.
public final class SecretRandom implements RandomGenerator {
  private static final int BYTES = 1 << 14;

  private final Cipher cipher;
  private final byte[] zeros = new byte[BYTES];
  private ByteBuffer left = ByteBuffer.allocate(0);

  /// A generator with a key of its own.
  public SecretRandom() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has AES", e);
    }
  }

  @Override
  public long nextLong() {
    if (left.remaining() < Long.BYTES) {
      left = ByteBuffer.wrap(cipher.update(zeros));
    }
    return left.getLong();
  }
}
