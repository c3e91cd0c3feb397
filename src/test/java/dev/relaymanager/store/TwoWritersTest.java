package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand starts are bench/kill's. */
class TwoWritersTest {
  @TempDir Path folder;

  @Test
  void ofTwoThatStartAtOnceOneIsLetIn() throws Exception {
    assertEquals(new TwoWriters.Result(60, 0, 0), TwoWriters.run(folder, 60));
  }
}
