package dev.relaymanager.engine;

import dev.relaymanager.apply.Effect;
import dev.relaymanager.apply.Journal;
import dev.relaymanager.apply.Settler;
import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.StateStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run that ended before its time left unfinished on a host. Nothing new may be planned from
 * the record before this is settled, whichever command comes next.
 */
final class Unfinished {
  private static final List<BatchState> INTERRUPTED =
      List.of(BatchState.PENDING, BatchState.PREVIEWED, BatchState.RUNNING);

  private final StateStore store;
  private final String installation;
  private final EngineListener listener;

  Unfinished(StateStore store, String installation, EngineListener listener) {
    this.store = store;
    this.installation = installation;
    this.listener = listener;
  }

  /** Whether there is anything at all. */
  boolean isThere(String host) {
    return !store.journal().openIntents(host).isEmpty() || !interrupted(host).isEmpty();
  }

  /** Rollbacks on a host that a crash ended; they are gone on with before anything else. */
  static List<Batches.Batch> rollbacks(StateStore store, String host) {
    return store.batches().in(BatchState.ROLLBACK_RUNNING).stream()
        .filter(batch -> batch.header().host().equals(host))
        .toList();
  }

  /** Only says that there is something; for whoever has no right to write. */
  void pointOut(String host) {
    int open = store.journal().openIntents(host).size();
    if (open > 0) {
      listener.warning(
          "host %s: %d changes of an earlier run have an unknown outcome; apply settles them first"
              .formatted(host, open));
    }
  }

  /**
   * Ends batches that were interrupted, and looks up what became of intents that nothing closed;
   * needs the lease. What cannot be told stays open and is named in a warning.
   *
   * @param live the host as it is now
   * @return whether an intent was looked up, so that the host is better read again
   */
  boolean settle(String host, LiveHost live) {
    Journal journal = store.journal();
    endInterrupted(host, journal);
    List<Journal.OpenIntent> open = journal.openIntents(host);
    if (open.isEmpty()) {
      return false;
    }
    Settler settler = new Settler(installation);
    Map<Long, Effect> effects = new TreeMap<>();
    for (Journal.OpenIntent intent : open) {
      switch (settler.settle(intent, live)) {
        case Settler.Settlement.Decided decided -> effects.put(intent.number(), decided.effect());
        case Settler.Settlement.Undecided undecided ->
            listener.warning(
                "%s %s (change %d) cannot be settled: %s; %s (relayctl resolve takes the answer)"
                    .formatted(
                        intent.intent().action().id(),
                        intent.intent().key(),
                        intent.number(),
                        undecided.why(),
                        undecided.search()));
      }
    }
    journal.close(effects);
    listener.warning(
        "host %s: settled %d of %d changes that an earlier run left open"
            .formatted(host, effects.size(), open.size()));
    return true;
  }

  /** Batches that a crash left running did not come to their end; what they did is on record. */
  private void endInterrupted(String host, Journal journal) {
    for (Batches.Batch batch : interrupted(host)) {
      journal.moveBatch(
          batch.header().id(),
          BatchState.FAILED,
          "interrupted: the run ended before the batch did; what it had done is on record");
    }
  }

  private List<Batches.Batch> interrupted(String host) {
    return INTERRUPTED.stream()
        .flatMap(state -> store.batches().in(state).stream())
        .filter(batch -> batch.header().host().equals(host))
        .filter(batch -> !isAnnounced(batch))
        .toList();
  }

  /** One that came over the API and was not begun is still to be carried out. */
  private static boolean isAnnounced(Batches.Batch batch) {
    return batch.state() == BatchState.PENDING
        && BatchOrigin.api(batch.header().origin()).isPresent();
  }
}
