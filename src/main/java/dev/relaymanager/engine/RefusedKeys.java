package dev.relaymanager.engine;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.Probes;
import dev.relaymanager.store.StateStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which upstream keys failed their proof when they were last tried, so that trying them again in
 * every cycle would be of no use. Used for one plan.
 */
final class RefusedKeys {
  /** How many findings back a trial is looked for. */
  private static final int HISTORY = 20;

  private final StateStore store;
  private final Map<String, List<Batches.Item>> items = new HashMap<>();

  RefusedKeys(StateStore store) {
    this.store = store;
  }

  /**
   * Whether a key was tried for an account, failed, and is not held by it.
   *
   * @param recorded the account; null when it does not stand
   */
  boolean isRefused(ResourceKey account, Fingerprint key, @Nullable RecordedResource recorded) {
    if (recorded != null
        && (!(recorded.spec() instanceof ResourceSpec.Account held) || key.equals(held.key()))) {
      return false;
    }
    return findings(account, Probes.Kind.SMOKE)
        .flatMap(found -> Stream.ofNullable(found.batchId()))
        .filter(batchId -> wasTriedIn(batchId, account, key))
        .findFirst()
        .filter(
            batchId ->
                found(account, Probes.Kind.SMOKE, batchId, Set.of("dead", "empty"))
                    // A new account that only the host's test fails stands all the same.
                    || (recorded != null
                        && found(account, Probes.Kind.HOST_TEST, batchId, Set.of("failed"))))
        .isPresent();
  }

  private boolean found(
      ResourceKey account, Probes.Kind kind, String batchId, Set<String> verdicts) {
    return findings(account, kind)
        .anyMatch(
            result -> batchId.equals(result.batchId()) && verdicts.contains(result.verdict()));
  }

  private Stream<Probes.ProbeResult> findings(ResourceKey account, Probes.Kind kind) {
    return store.probes().history(account, kind, HISTORY).stream();
  }

  private boolean wasTriedIn(String batchId, ResourceKey account, Fingerprint key) {
    return items.computeIfAbsent(batchId, store.batches()::items).stream()
        .anyMatch(
            item ->
                item.intent().key().equals(account)
                    && item.intent().after() instanceof ResourceSpec.Account tried
                    && key.equals(tried.key()));
  }
}
