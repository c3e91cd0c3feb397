package dev.relaymanager.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {
  @BeforeAll
  static void isolate() {
    Isolation.enforce();
  }

  @Test
  void fileSystemsAreNotMeasured(@TempDir Path temp) {
    FS.FileStoreAttributes attributes = FS.getFileStoreAttributes(temp);
    assertEquals(Duration.ofSeconds(2), attributes.getFsTimestampResolution());
    assertEquals(Duration.ofSeconds(2), attributes.getMinimalRacyInterval());
  }

  @Test
  void variablesAndTheSystemsConfigurationAreOutOfSight() throws Exception {
    assertNull(SystemReader.getInstance().getenv("PATH"));
    assertEquals("", SystemReader.getInstance().getUserConfig().toText());
    assertEquals("", SystemReader.getInstance().getSystemConfig().toText());
    assertNull(FS.DETECTED.getGitSystemConfig());
  }
}
