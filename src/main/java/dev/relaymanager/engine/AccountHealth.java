package dev.relaymanager.engine;

import dev.relaymanager.apply.BatchResult;
import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.RecordedResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the accounts of an import, though they stand as declared: their keys as they
 * were last tried, and what the host thinks of them. It is no drift.
 */
final class AccountHealth {
  private final HeldProofs proofs;
  private final @Nullable LiveHost live;
  private final @Nullable BatchResult batch;
  private final Map<ResourceKey, KeyVerdict> verdicts;

  /**
   * Of one import.
   *
   * @param live the host as it was read before this run; null when it was not
   * @param batch what this run did; null when there was nothing to do
   * @param verdicts of keys that this run tried outside of the batch
   */
  AccountHealth(
      HeldProofs proofs,
      @Nullable LiveHost live,
      @Nullable BatchResult batch,
      Map<ResourceKey, KeyVerdict> verdicts) {
    this.proofs = proofs;
    this.live = live;
    this.batch = batch;
    this.verdicts = verdicts;
  }

  /**
   * In words, one a fault; keys of which the batch says itself that they do not work are left out.
   */
  List<String> faults(List<RecordedResource> recorded) {
    List<String> faults = new ArrayList<>();
    for (RecordedResource account : recorded) {
      if (account.spec() instanceof ResourceSpec.Account && !isToldByBatch(account.key())) {
        ofKey(account).or(() -> onHost(account)).ifPresent(faults::add);
      }
    }
    return faults;
  }

  private boolean isToldByBatch(ResourceKey account) {
    KeyVerdict told = batch == null ? null : batch.keys().get(account);
    return told != null && !told.usable();
  }

  private Optional<String> ofKey(RecordedResource account) {
    KeyVerdict now = verdicts.get(account.key());
    if (now != null) {
      return now instanceof KeyVerdict.Fine
          ? Optional.empty()
          : Optional.of(fault(account, now.id(), now.evidence()));
    }
    return proofs
        .find(account)
        .filter(proof -> !proof.verdict().equals("fine"))
        .map(proof -> fault(account, proof.verdict(), proof.evidence()));
  }

  private static String fault(RecordedResource account, String verdict, String evidence) {
    return account.key().name() + " is " + verdict + ": " + evidence;
  }

  /** An account that was changed or tried since the host was read may be another by now. */
  private Optional<String> onHost(RecordedResource account) {
    boolean isTouched =
        verdicts.containsKey(account.key())
            || (batch != null && batch.keys().containsKey(account.key()));
    if (live == null || isTouched) {
      return Optional.empty();
    }
    return live.get(ResourceType.ACCOUNT, account.hostId())
        .filter(LiveResource.Account.class::isInstance)
        .map(found -> ((LiveResource.Account) found).health())
        .filter(health -> !health.inService())
        .map(
            health ->
                "%s is out of service on the host (%s)%s"
                    .formatted(
                        account.key().name(),
                        health.status().equals("active") ? "not schedulable" : health.status(),
                        health.error().isEmpty() ? "" : ": " + health.error()));
  }
}
