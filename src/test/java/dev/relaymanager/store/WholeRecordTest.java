package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.relaymanager.apply.Effect;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.apply.Journal;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.observed.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record is read once and never out of date. */
class WholeRecordTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Samples.NOW);

  @TempDir Path folder;

  private static void put(Journal journal, int account, long hostId) {
    long number = journal.intend(List.of(Samples.createAccount("b1", account))).get(0);
    journal.close(Map.of(number, new Effect.Stands(hostId, Samples.account(account))));
  }

  @Test
  void itIsNotReadAgainForWhatDoesNotChangeIt() {
    try (StateStore store = StateStore.open(folder, CLOCK)) {
      store.journal().openBatch(Samples.batch("b1"));
      put(store.journal(), 1, 900);
      Recorded first = store.resources().recorded();

      store.lease().acquire("ann", Duration.ofMinutes(1));
      long notDone = store.journal().intend(List.of(Samples.createAccount("b1", 2))).get(0);
      store.journal().close(Map.of(notDone, new Effect.NotDone("the host said no")));

      assertSame(first, store.resources().recorded());
    }
  }

  @Test
  void whatAnyProcessChangesIsSeenAtOnce() {
    try (StateStore store = StateStore.open(folder, CLOCK);
        StateStore other = StateStore.open(folder, CLOCK)) {
      store.journal().openBatch(Samples.batch("b1"));
      Recorded none = store.resources().recorded();
      put(store.journal(), 1, 900);
      Recorded one = store.resources().recorded();
      put(other.journal(), 2, 901);
      Recorded two = store.resources().recorded();

      assertNotSame(none, one);
      assertEquals(List.of(0, 1, 2), List.of(size(none), size(one), size(two)));
    }
  }

  @Test
  void aRemovalIsAChangeToo() {
    try (StateStore store = StateStore.open(folder, CLOCK)) {
      store.journal().openBatch(Samples.batch("b1"));
      put(store.journal(), 1, 900);
      assertEquals(1, size(store.resources().recorded()));

      Intent deletion =
          new Intent(
              "b1",
              Intent.Phase.APPLY,
              Samples.accountKey(1),
              Intent.Action.DELETE,
              900L,
              Samples.account(1),
              null,
              "request",
              null);
      long number = store.journal().intend(List.of(deletion)).get(0);
      store.journal().close(Map.of(number, new Effect.Removed()));

      assertEquals(0, size(store.resources().recorded()));
    }
  }

  @Test
  void aStoreThatOpensAsideIsTheSameStore() {
    try (StateStore.Opening opening = StateStore.openAside(folder, CLOCK)) {
      opening.opened().journal().openBatch(Samples.batch("b1"));
      put(opening.opened().journal(), 1, 900);
    }
    try (StateStore store = StateStore.open(folder, CLOCK)) {
      assertEquals(1, size(store.resources().recorded()));
    }
  }

  @Test
  void whoeverNeedsADamagedStoreIsToldSo() throws IOException {
    Files.writeString(
        folder.resolve("relay.db"), "no database, but long enough to look at".repeat(9));
    try (StateStore.Opening opening = StateStore.openAside(folder, CLOCK)) {
      opening.readRecordAhead();

      assertThrows(EnvironmentException.class, opening::opened);
    }
  }

  private static int size(Recorded recorded) {
    return recorded.resources().size();
  }
}
