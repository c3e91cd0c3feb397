package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.relaymanager.apply.Effect;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.model.EnvironmentException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class StateStoreTest {
  @TempDir Path temporary;

  private static StateStore open(Path folder) {
    return StateStore.open(folder, InstantSource.fixed(Samples.NOW));
  }

  private static String refusal(Path folder) {
    return assertThrows(EnvironmentException.class, () -> open(folder).close()).getMessage();
  }

  @Test
  void whatWasWrittenIsThereWhenItIsOpenedAgain() {
    try (StateStore store = open(temporary)) {
      fill(store, 3);
    }
    try (StateStore store = open(temporary)) {
      assertEquals(3, store.resources().count());
    }
  }

  private static void fill(StateStore store, int accounts) {
    store.journal().openBatch(Samples.batch("b1"));
    List<Intent> intents = new ArrayList<>();
    for (int number = 0; number < accounts; number++) {
      intents.add(Samples.createAccount("b1", number));
    }
    Map<Long, Effect> effects = new HashMap<>();
    for (long intent : store.journal().intend(intents)) {
      effects.put(intent, new Effect.Stands(effects.size(), Samples.account(effects.size())));
    }
    store.journal().close(effects);
  }

  @Test
  void onlyTheOwnerMayReadWhatItMakes() throws IOException {
    Path folder = temporary.resolve("a/b");
    try (StateStore store = open(folder)) {
      fill(store, 1);
      assertEquals("rwx------", permissions(folder));
      for (String file : List.of("relay.db", "relay.db-wal", "relay.db-shm")) {
        assertEquals("rw-------", permissions(folder.resolve(file)), file);
      }
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void commitsAreSyncedAndReferencesAreHeld() {
    try (StateStore store = open(temporary)) {
      Map<String, String> wanted =
          Map.of("journal_mode", "wal", "synchronous", "2", "foreign_keys", "1");
      wanted.forEach(
          (pragma, value) ->
              assertEquals(
                  value,
                  store
                      .writer()
                      .write(
                          handle ->
                              handle.createQuery("PRAGMA " + pragma).mapTo(String.class).one()),
                  pragma));
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsNamedAndLeftAlone() throws IOException {
    Path file = temporary.resolve("relay.db");
    byte[] content = "my shopping list\n".repeat(100).getBytes(StandardCharsets.UTF_8);
    Files.write(file, content);
    String message = refusal(temporary);
    assertTrue(message.contains(file.toString()) && message.contains("spec.adopt: true"), message);
    assertEquals(new String(content, StandardCharsets.UTF_8), Files.readString(file));
  }

  @Test
  void aDamagedFileIsAnErrorAndNotAnEmptyRecord() throws IOException {
    try (StateStore store = open(temporary)) {
      fill(store, 400);
    }
    try (RandomAccessFile file =
        new RandomAccessFile(temporary.resolve("relay.db").toFile(), "rw")) {
      byte[] garbage = new byte[4096];
      Arrays.fill(garbage, (byte) 0xa5);
      for (long page = file.length() / 8192 * 4096; page < file.length(); page += 4096) {
        file.seek(page);
        file.write(garbage);
      }
    }
    String message =
        assertThrows(
                EnvironmentException.class,
                () -> {
                  try (StateStore store = open(temporary)) {
                    store.resources().recorded();
                    store.batches().items("b1");
                  }
                })
            .getMessage();
    assertTrue(message.contains("damaged"), message);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    for (Path folder : List.of(file, file.resolve("below"), Path.of("/proc/relay-manager"))) {
      String message = refusal(folder);
      assertTrue(message.contains(folder.toString()) && message.contains("--state"), message);
    }
  }

  @Test
  void aReadOnlyFolderIsNamed() throws Exception {
    Path folder = temporary.resolve("state");
    open(folder).close();
    boolean root = Files.isWritable(Path.of("/proc/sys/kernel/hostname"));
    if (root) {
      // To root no permission is denied; only a file that is immutable is read-only.
      assumeTrue(
          run("chattr", "+i", folder.resolve("relay.db").toString()), "chattr does not work");
    } else {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
    }
    try {
      String message = refusal(folder);
      assertTrue(message.contains("read-only") && message.contains("--state"), message);
    } finally {
      if (root) {
        run("chattr", "-i", folder.resolve("relay.db").toString());
      } else {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  @Test
  void manyMayOpenANewFolderAtOnce() throws Exception {
    int openers = 16;
    CountDownLatch start = new CountDownLatch(openers);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> all = new ArrayList<>();
      for (int number = 0; number < openers; number++) {
        String batch = "b" + number;
        all.add(
            threads.submit(
                () -> {
                  start.countDown();
                  start.await();
                  try (StateStore store = open(temporary.resolve("new"))) {
                    store.journal().openBatch(Samples.batch(batch));
                  }
                  return null;
                }));
      }
      for (Future<?> future : all) {
        future.get();
      }
    }
    try (StateStore store = open(temporary.resolve("new"))) {
      assertEquals(openers, store.batches().page(null, null, null, 100).size());
    }
  }

  @Test
  void readingWritesNothing() throws IOException {
    try (StateStore store = open(temporary)) {
      fill(store, 3);
      byte[] before = Files.readAllBytes(temporary.resolve("relay.db-wal"));
      store.resources().recorded();
      store.journal().openIntents("prod");
      store.lease().read();
      try (StateStore second = open(temporary)) {
        assertEquals(3, second.resources().count());
      }
      assertEquals(
          new String(before, StandardCharsets.ISO_8859_1),
          Files.readString(temporary.resolve("relay.db-wal"), StandardCharsets.ISO_8859_1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE_FULL, full disk",
    "SQLITE_READONLY_DBMOVED, read-only",
    "SQLITE_CANTOPEN, belong to the user",
    "SQLITE_BUSY_SNAPSHOT, another process",
    "SQLITE_CORRUPT_INDEX, spec.adopt",
    "SQLITE_IOERR_FSYNC, check the disk",
    "SQLITE_PROTOCOL, local disk"
  })
  void everyFaultOfTheDatabaseSaysWhatToDo(SQLiteErrorCode code, String words) {
    StoreFault fault = new StoreFault(Path.of("/state/relay.db"));
    RuntimeException explained = fault.explain(new SQLiteException("[" + code + "]", code));
    assertInstanceOf(EnvironmentException.class, explained);
    String message = explained.getMessage();
    assertTrue(message.contains("/state/relay.db"), message);
    assertTrue(message.contains(words), message);
  }

  @Test
  void faultsDoNotQuoteValues() {
    try (StateStore store = open(temporary)) {
      store.journal().openBatch(Samples.batch("b1"));
      RuntimeException refused =
          assertThrows(
              IllegalStateException.class, () -> store.journal().openBatch(Samples.batch("b1")));
      for (Throwable link = refused; link != null; link = link.getCause()) {
        assertFalse(String.valueOf(link.getMessage()).contains("1a2b3c4"), link::toString);
      }
    }
  }
}
