package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.Effect;
import dev.relaymanager.apply.Intent;
import dev.relaymanager.apply.Journal;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.observed.RecordedResource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchJournalTest {
  @TempDir Path folder;
  private StateStore store;
  private Journal journal;

  @BeforeEach
  void open() {
    store = StateStore.open(folder, InstantSource.fixed(Samples.NOW));
    journal = store.journal();
    journal.openBatch(Samples.batch("b1"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anIntentIsOpenUntilItIsClosed() {
    Intent first = Samples.createAccount("b1", 1);
    Intent second = Samples.createAccount("b1", 2);
    List<Long> numbers = journal.intend(List.of(first, second));

    assertEquals(
        List.of(
            new Journal.OpenIntent(numbers.get(0), first, Samples.NOW),
            new Journal.OpenIntent(numbers.get(1), second, Samples.NOW)),
        journal.openIntents("prod"));
    assertEquals(List.of(), journal.openIntents("other"));

    journal.close(Map.of(numbers.get(0), new Effect.NotDone("the host said no")));
    assertEquals(
        List.of(numbers.get(1)),
        journal.openIntents("prod").stream().map(Journal.OpenIntent::number).toList());
  }

  @Test
  void anIntentComesBackWithAllItHolds() {
    Intent update =
        new Intent(
            "b1",
            Intent.Phase.ROLLBACK,
            ResourceKey.subscription("prod", "deepseek", "ann@b.example"),
            Intent.Action.UPDATE,
            42L,
            Samples.subscription(),
            Samples.subscription(),
            "request",
            null);
    journal.intend(List.of(update));
    assertEquals(update, journal.openIntents("prod").get(0).intent());
  }

  @Test
  void whatStandsIsRecordedWithItsOutcome() {
    long number = journal.intend(List.of(Samples.createAccount("b1", 1))).get(0);
    journal.close(Map.of(number, new Effect.Stands(900, Samples.account(1))));

    RecordedResource recorded =
        new RecordedResource(
            Samples.accountKey(1), 900, Samples.account(1), "b1", "sk…1", Samples.NOW);
    assertEquals(Map.of(recorded.key(), recorded), store.resources().recorded().resources());
    Batches.Item item = store.batches().items("b1").get(0);
    assertEquals(
        new Batches.Item(
            number,
            Samples.createAccount("b1", 1),
            Batches.ItemState.DONE,
            900L,
            "",
            Samples.NOW,
            Samples.NOW),
        item);
  }

  @Test
  void anUpdateThatKnowsNoKeyKeepsTheMask() {
    long created = journal.intend(List.of(Samples.createAccount("b1", 1))).get(0);
    journal.close(Map.of(created, new Effect.Stands(900, Samples.account(1))));
    Intent update =
        new Intent(
            "b1",
            Intent.Phase.APPLY,
            Samples.accountKey(1),
            Intent.Action.UPDATE,
            900L,
            Samples.account(1),
            Samples.account(1),
            "request",
            null);
    journal.openBatch(Samples.batch("b2"));
    long updated = journal.intend(List.of(update)).get(0);
    journal.close(Map.of(updated, new Effect.Stands(900, Samples.account(2))));

    RecordedResource recorded = store.resources().get(Samples.accountKey(1)).orElseThrow();
    assertEquals("sk…1", recorded.keyMask());
    assertEquals(Samples.account(2), recorded.spec());
  }

  @Test
  void whatIsRemovedIsForgottenAndWhatWasNotDoneChangesNothing() {
    List<Long> created =
        journal.intend(List.of(Samples.createAccount("b1", 1), Samples.createAccount("b1", 2)));
    journal.close(
        Map.of(
            created.get(0), new Effect.Stands(901, Samples.account(1)),
            created.get(1), new Effect.Stands(902, Samples.account(2))));
    List<Long> deleted = journal.intend(List.of(delete(1, 901), delete(2, 902)));
    journal.close(
        Map.of(
            deleted.get(0), new Effect.Removed(),
            deleted.get(1), new Effect.NotDone("the host said no")));

    assertEquals(
        List.of(Samples.accountKey(2)),
        store.resources().of("prod", "deepseek").stream().map(RecordedResource::key).toList());
    List<Batches.Item> items = store.batches().items("b1");
    assertEquals(Batches.ItemState.DONE, items.get(2).state());
    assertEquals(Batches.ItemState.NOT_DONE, items.get(3).state());
    assertEquals("the host said no", items.get(3).reason());
  }

  private static Intent delete(int number, long hostId) {
    return new Intent(
        "b1",
        Intent.Phase.ROLLBACK,
        Samples.accountKey(number),
        Intent.Action.DELETE,
        hostId,
        Samples.account(number),
        null,
        "delete-" + number,
        null);
  }

  @Test
  void ofTwoEffectsOnOneResourceTheLaterHolds() {
    long created = journal.intend(List.of(Samples.createAccount("b1", 1))).get(0);
    long deleted = journal.intend(List.of(delete(1, 901))).get(0);
    journal.close(
        Map.of(deleted, new Effect.Removed(), created, new Effect.Stands(901, Samples.account(1))));
    assertEquals(0, store.resources().count());
  }

  @Test
  void closingIsAllOrNothing() {
    long number = journal.intend(List.of(Samples.createAccount("b1", 1))).get(0);
    assertThrows(
        IllegalStateException.class,
        () ->
            journal.close(
                Map.of(
                    number,
                    new Effect.Stands(900, Samples.account(1)),
                    number + 1,
                    new Effect.Removed())));
    assertEquals(1, journal.openIntents("prod").size());
    assertEquals(0, store.resources().count());
  }

  @Test
  void anIntentIsClosedOnceWhateverIsRepeated() {
    long number = journal.intend(List.of(Samples.createAccount("b1", 1))).get(0);
    Map<Long, Effect> stands = Map.of(number, new Effect.Stands(900, Samples.account(1)));
    journal.close(stands);
    journal.close(stands);
    assertEquals(1, store.resources().count());
    for (Effect other :
        List.of(
            new Effect.Removed(),
            new Effect.NotDone("no"),
            new Effect.Stands(901, Samples.account(1)))) {
      assertThrows(IllegalStateException.class, () -> journal.close(Map.of(number, other)));
    }
    assertEquals(900, store.resources().get(Samples.accountKey(1)).orElseThrow().hostId());
  }

  @Test
  void oneUpstreamKeyMakesOneAccountInABatch() {
    journal.intend(List.of(Samples.createAccount("b1", 1, 77)));
    Intent again = Samples.createAccount("b1", 2, 77);
    Intent bystander = Samples.createAccount("b1", 3);
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> journal.intend(List.of(bystander, again)));
    assertTrue(refused.getMessage().contains("key_hash"), refused::getMessage);
    assertEquals(1, journal.openIntents("prod").size(), "all or none");

    journal.openBatch(Samples.batch("b2"));
    journal.intend(List.of(Samples.createAccount("b2", 2, 77)));
    assertEquals(2, journal.openIntents("prod").size());
  }

  @Test
  void aCreationThatDidNotHappenMayBeTriedAgain() {
    long number = journal.intend(List.of(Samples.createAccount("b1", 1))).get(0);
    journal.close(Map.of(number, new Effect.NotDone("503")));
    assertFalse(journal.intend(List.of(Samples.createAccount("b1", 1))).isEmpty());
  }

  @Test
  void anIntentNeedsItsBatch() {
    assertThrows(
        IllegalStateException.class, () -> journal.intend(List.of(Samples.createAccount("b9", 1))));
    assertThrows(IllegalStateException.class, () -> journal.openBatch(Samples.batch("b1")));
  }

  @Test
  void aBatchMovesOnlyAsItsStatesAllow() {
    for (BatchState from : BatchState.values()) {
      for (BatchState to : BatchState.values()) {
        String id = "move-" + from.id() + "-" + to.id();
        journal.openBatch(Samples.batch(id));
        store
            .writer()
            .run(
                handle ->
                    handle.execute(
                        "UPDATE import_batches SET state = ? WHERE id = ?", from.id(), id));
        if (from.next().contains(to)) {
          journal.moveBatch(id, to, "why");
          assertEquals(to, store.batches().get(id).orElseThrow().state());
          assertEquals("why", store.batches().get(id).orElseThrow().detail());
        } else {
          assertThrows(IllegalStateException.class, () -> journal.moveBatch(id, to, ""));
          assertEquals(from, store.batches().get(id).orElseThrow().state());
        }
      }
    }
    assertThrows(
        IllegalStateException.class, () -> journal.moveBatch("b9", BatchState.RUNNING, ""));
  }

  @Test
  void aFencedJournalStopsWhenItsLeaseIsGone() {
    Lease lease = store.lease();
    long number = acquire(lease, "first");
    Journal fenced = store.journal(number);
    long intent = fenced.intend(List.of(Samples.createAccount("b1", 1))).get(0);

    lease.unlock(number);
    acquire(lease, "second");

    String message =
        assertThrows(
                EnvironmentException.class,
                () -> fenced.intend(List.of(Samples.createAccount("b1", 2))))
            .getMessage();
    assertTrue(message.contains("second"), message);
    assertThrows(
        EnvironmentException.class, () -> fenced.close(Map.of(intent, new Effect.Removed())));
    assertThrows(
        EnvironmentException.class, () -> fenced.moveBatch("b1", BatchState.PREVIEWED, ""));
    assertThrows(EnvironmentException.class, () -> fenced.openBatch(Samples.batch("b2")));
    assertEquals(1, journal.openIntents("prod").size());
  }

  private static long acquire(Lease lease, String holder) {
    return switch (lease.acquire(holder, Duration.ofMinutes(1))) {
      case Lease.Claim.Acquired(long fencing, Instant expires) -> fencing;
      case Lease.Claim.Held(Lease.Holding by) -> throw new AssertionError(by);
    };
  }
}
