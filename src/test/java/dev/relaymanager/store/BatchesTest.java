package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relaymanager.apply.Journal;
import dev.relaymanager.model.BatchState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {
  @TempDir Path folder;
  private Instant now = Samples.NOW;
  private StateStore store;

  @BeforeEach
  void open() {
    store = StateStore.open(folder, () -> now);
    Journal journal = store.journal();
    journal.openBatch(Samples.batch("b1", "prod", "deepseek"));
    journal.openBatch(Samples.batch("b2", "prod", "kimi"));
    journal.openBatch(Samples.batch("b3", "test", "deepseek"));
    journal.openBatch(Samples.batch("b4", "prod", "deepseek"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> page(
      @Nullable String host, @Nullable String importName, @Nullable String before, int limit) {
    return store.batches().page(host, importName, before, limit).stream()
        .map(batch -> batch.header().id())
        .toList();
  }

  @Test
  void pagesGoFromTheNewestToTheOldest() {
    assertEquals(List.of("b4", "b3"), page(null, null, null, 2));
    assertEquals(List.of("b2", "b1"), page(null, null, "b3", 2));
    assertEquals(List.of(), page(null, null, "b1", 2));
    assertEquals(List.of("b4", "b2", "b1"), page("prod", null, null, 9));
    assertEquals(List.of("b4", "b3", "b1"), page(null, "deepseek", null, 9));
    assertEquals(List.of("b1"), page("prod", "deepseek", "b4", 9));
  }

  @Test
  void theLatestOfAnImportIsItsNewest() {
    assertEquals("b4", store.batches().latest("prod", "deepseek").orElseThrow().header().id());
    assertEquals(Optional.empty(), store.batches().latest("test", "kimi"));
  }

  @Test
  void batchesAreFoundByState() {
    now = now.plusSeconds(5);
    store.journal().moveBatch("b3", BatchState.PREVIEWED, "looked at");
    assertEquals(
        List.of(
            new Batches.Batch(
                Samples.batch("b3", "test", "deepseek"),
                BatchState.PREVIEWED,
                "looked at",
                Samples.NOW.plusSeconds(5))),
        store.batches().in(BatchState.PREVIEWED));
    assertEquals(3, store.batches().in(BatchState.PENDING).size());
    assertEquals(List.of(), store.batches().in(BatchState.RUNNING));
  }

  @Test
  void itemsAreOfTheirBatchAndInOrder() {
    store.journal().intend(List.of(Samples.createAccount("b1", 1)));
    store.journal().intend(List.of(Samples.createAccount("b4", 2)));
    store.journal().intend(List.of(Samples.createAccount("b1", 3), Samples.createAccount("b1", 2)));
    assertEquals(
        List.of("key-1", "key-3", "key-2"),
        store.batches().items("b1").stream().map(item -> item.intent().key().name()).toList());
    assertEquals(List.of(), store.batches().items("b9"));
    assertEquals(Optional.empty(), store.batches().get("b9"));
  }
}
