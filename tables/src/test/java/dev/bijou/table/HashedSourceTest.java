package dev.bijou.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashedSourceTest {
  private static final String TEXT = "a,b\n1,2\n3,4\n";
  // printf 'a,b\n1,2\n3,4\n' | sha256sum
  private static final String HASH =
      "b9485148546419a0f6a85e8d708c923557c15d7f3c7d078ef1fa7f7c0f57d5a5";

  @TempDir private Path folder;

  @Test
  void hashesFilesAndStreamsAlike() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), TEXT);
    assertEquals(HASH, hash(TableSource.of(file)));
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    assertEquals(HASH, hash(TableSource.of("t.csv", new ByteArrayInputStream(bytes))));
  }

  @Test
  void hashesWhatTheReaderLeaves() {
    HashedSource hashed =
        HashedSource.of(
            TableSource.of(
                "t.csv", new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8))));
    assertEquals(HASH, hashed.sha256());
  }

  private static String hash(TableSource source) {
    HashedSource hashed = HashedSource.of(source);
    assertEquals(2, Tables.rows(hashed.source().open(ColumnPlan.all(), Missing.REFUSE)).size());
    return hashed.sha256();
  }
}
