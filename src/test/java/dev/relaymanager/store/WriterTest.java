package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.Effect;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.apply.Journal;
import dev.relaymanager.model.EnvironmentException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {
  private static final int THREADS = 40;

  @TempDir Path folder;
  private StateStore store;
  private Journal journal;

  @BeforeEach
  void open() {
    store = StateStore.open(folder, InstantSource.system());
    journal = store.journal();
    journal.openBatch(Samples.batch("b1"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void writesThatWaitTogetherShareOneCommit() throws Exception {
    Set<Long> numbers = ConcurrentHashMap.newKeySet();
    long before = store.writer().commits();
    together(number -> numbers.addAll(journal.intend(List.of(account(number)))));
    assertEquals(2, store.writer().commits() - before, "the one they waited for, and their own");
    assertEquals(THREADS, numbers.size());
    assertEquals(THREADS, journal.openIntents("prod").size());
  }

  @Test
  void workThatFailsIsUndoneAloneAndTellsItsOwnThread() throws Exception {
    Set<Integer> failed = ConcurrentHashMap.newKeySet();
    together(
        number -> {
          try {
            store
                .writer()
                .run(
                    handle -> {
                      handle.execute(
                          "INSERT INTO revisions VALUES ('r', ?, 'x', 'now')", "ref-" + number);
                      if (number % 3 == 0) {
                        throw new IllegalStateException("number " + number);
                      }
                    });
          } catch (IllegalStateException expected) {
            assertEquals("number " + number, expected.getMessage());
            failed.add(number);
          }
        });
    List<String> kept =
        store
            .writer()
            .write(
                handle ->
                    handle.createQuery("SELECT ref FROM revisions").mapTo(String.class).list());
    assertEquals(14, failed.size());
    assertEquals(THREADS - 14, kept.size());
    failed.forEach(number -> assertTrue(!kept.contains("ref-" + number)));
  }

  @Test
  void onAFullDiskNothingOfARefusedCallIsKeptAndOthersAre() throws Exception {
    useFreePages();
    long pages =
        store
            .writer()
            .write(handle -> handle.createQuery("PRAGMA page_count").mapTo(Long.class).one());
    limitPages(pages + 3);
    Set<Integer> kept = ConcurrentHashMap.newKeySet();
    Set<String> refusals = ConcurrentHashMap.newKeySet();
    together(
        number -> {
          try {
            journal.intend(List.of(account(number)));
            kept.add(number);
          } catch (EnvironmentException full) {
            refusals.add(full.getMessage());
          }
        });
    assertEquals(kept, openAccounts());
    assertTrue(kept.size() < THREADS);
    assertEquals(1, refusals.size(), refusals::toString);
    assertTrue(refusals.iterator().next().contains("full disk"), refusals::toString);

    limitPages(1_000_000);
    together(
        number -> {
          if (!kept.contains(number)) {
            journal.intend(List.of(account(number)));
          }
        });
    assertEquals(THREADS, openAccounts().size());
  }

  /** Pages that a migration left free would take some writes beyond the limit. */
  private void useFreePages() {
    store
        .writer()
        .run(
            handle -> {
              handle.execute("CREATE TABLE filler (bytes BLOB)");
              while (handle.createQuery("PRAGMA freelist_count").mapTo(Long.class).one() > 0) {
                handle.execute("INSERT INTO filler VALUES (zeroblob(4000))");
              }
            });
  }

  private void limitPages(long pages) {
    store
        .writer()
        .write(
            handle ->
                handle.createQuery("PRAGMA max_page_count = " + pages).mapTo(Long.class).one());
  }

  private Set<Integer> openAccounts() {
    Set<Integer> numbers = ConcurrentHashMap.newKeySet();
    journal
        .openIntents("prod")
        .forEach(open -> numbers.add(Integer.parseInt(open.intent().key().name().substring(4))));
    return numbers;
  }

  @Test
  void manyThreadsIntendAndCloseWithoutLosingOrMixingAnything() throws Exception {
    try (StateStore other = StateStore.open(folder, InstantSource.system());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> work = new ArrayList<>();
      for (int number = 0; number < 300; number++) {
        int mine = number;
        // Two stores on one file, as two processes would be.
        StateStore used = number % 2 == 0 ? store : other;
        StateStore reader = number % 2 == 0 ? other : store;
        work.add(
            threads.submit(
                () -> {
                  long intent = used.journal().intend(List.of(account(mine))).get(0);
                  assertTrue(
                      reader.journal().openIntents("prod").stream()
                          .anyMatch(
                              open ->
                                  open.number() == intent && open.intent().equals(account(mine))));
                  used.journal()
                      .close(Map.of(intent, new Effect.Stands(mine, Samples.account(mine))));
                  assertEquals(
                      mine,
                      reader.resources().get(Samples.accountKey(mine)).orElseThrow().hostId());
                }));
      }
      for (Future<?> future : work) {
        future.get();
      }
    }
    assertEquals(300, store.resources().count());
    assertEquals(List.of(), journal.openIntents("prod"));
  }

  @Test
  void aClosedStoreSaysSo() {
    store.close();
    assertEquals(
        "the store is closed",
        assertThrows(IllegalStateException.class, () -> journal.intend(List.of(account(1))))
            .getMessage());
    assertThrows(IllegalStateException.class, () -> journal.openIntents("prod"));
    store.close();
  }

  private static Intent account(int number) {
    return Samples.createAccount("b1", number);
  }

  /** Something that a thread does; it gets a number from 0 to {@link #THREADS}, exclusive. */
  private interface Work {
    void run(int number) throws Exception;
  }

  /** Holds the writer until all threads wait for it, then lets them go. */
  private void together(Work work) throws InterruptedException, ExecutionException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<Thread> waiting = new ArrayList<>();
    try (ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
        ExecutorService counted =
            Executors.newThreadPerTaskExecutor(
                task -> {
                  Thread thread = new Thread(task);
                  waiting.add(thread);
                  return thread;
                })) {
      Future<?> holder =
          threads.submit(
              () ->
                  store
                      .writer()
                      .run(
                          handle -> {
                            held.countDown();
                            awaitQuietly(release);
                          }));
      held.await();
      List<Future<?>> all = new ArrayList<>();
      for (int number = 0; number < THREADS; number++) {
        int mine = number;
        all.add(
            counted.submit(
                () -> {
                  work.run(mine);
                  return null;
                }));
      }
      while (waiting.stream()
          .anyMatch(
              thread ->
                  thread.getState() != Thread.State.WAITING
                      && thread.getState() != Thread.State.TERMINATED)) {
        Thread.onSpinWait();
      }
      release.countDown();
      holder.get();
      for (Future<?> future : all) {
        future.get();
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
