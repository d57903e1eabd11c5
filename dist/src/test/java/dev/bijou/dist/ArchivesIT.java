package dev.bijou.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/// The archives in `target`, as those see them who install the program.
class ArchivesIT {
  private static InputStream open(String ending) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).toList();
      assumeTrue(!found.isEmpty(), "not built");
      return new ByteArrayInputStream(Files.readAllBytes(found.getFirst()));
    }
  }

  private static Map<String, byte[]> entries(ArchiveInputStream<?> in) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    for (ArchiveEntry entry; (entry = in.getNextEntry()) != null; ) {
      entries.put(entry.getName(), in.readAllBytes());
    }
    return entries;
  }

  private static Map<String, byte[]> tar(InputStream in) throws IOException {
    return entries(new TarArchiveInputStream(in));
  }

  private static Map<String, byte[]> tarGz(byte[] bytes) throws IOException {
    return tar(new GZIPInputStream(new ByteArrayInputStream(bytes)));
  }

  @Test
  void theArchiveHoldsOneFolder() throws IOException {
    Map<String, byte[]> files = tarGz(open("x64.tar.gz").readAllBytes());
    assertEquals(1, files.keySet().stream().map(name -> name.split("/")[0]).distinct().count());
    assertTrue(files.keySet().stream().anyMatch(name -> name.endsWith("/bin/bijou")));
  }

  @Test
  void theDebianPackagePutsTheCommandOnThePath() throws IOException {
    Map<String, byte[]> parts = entries(new ArArchiveInputStream(open(".deb")));
    assertEquals("2.0\n", new String(parts.get("debian-binary"), StandardCharsets.US_ASCII));
    String control =
        new String(tarGz(parts.get("control.tar.gz")).get("./control"), StandardCharsets.UTF_8);
    assertTrue(control.startsWith("Package: bijou\nVersion: "), control);
    Map<String, byte[]> files = tarGz(parts.get("data.tar.gz"));
    assertTrue(files.containsKey("./usr/bin/bijou"), "" + files.keySet());
    assertTrue(files.containsKey("./usr/share/man/man1/bijou-fit.1"), "" + files.keySet());
  }

  @Test
  void everyBlobOfTheContainerImageHasItsDigest() throws Exception {
    Map<String, byte[]> files = tar(open("-container.tar"));
    Pattern digest = Pattern.compile("sha256[:/]([0-9a-f]{64})");
    List<String> named = new ArrayList<>();
    for (String index : List.of("index.json", "manifest.json")) {
      Matcher found = digest.matcher(new String(files.get(index), StandardCharsets.UTF_8));
      while (found.find()) {
        named.add(found.group(1));
      }
    }
    assertEquals(3, named.size(), "" + named); // manifest; configuration and layer
    for (String name : named) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(files.get("blobs/sha256/" + name));
      assertEquals(name, HexFormat.of().formatHex(hash));
    }
  }
}
