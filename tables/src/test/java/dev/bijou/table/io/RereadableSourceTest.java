package dev.bijou.table.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.table.SmallTables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RereadableSourceTest {
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
    RereadableSource rereadable =
        RereadableSource.of(
            TableSource.of(
                "t.csv", new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8))));
    assertEquals(HASH, rereadable.sha256());
  }

  private static String hash(TableSource source) {
    RereadableSource rereadable = RereadableSource.of(source);
    assertEquals(
        2, SmallTables.rows(rereadable.source().open(ColumnPlan.all(), Missing.REFUSE)).size());
    return rereadable.sha256();
  }
}
