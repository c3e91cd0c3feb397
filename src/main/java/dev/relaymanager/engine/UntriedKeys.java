package dev.relaymanager.engine;

import dev.relaymanager.apply.KeyTrial;
import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.apply.UpstreamKeys;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.observed.RecordedResource;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.store.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Accounts that stand as declared, but whose key was not tried since they were changed: a run that
 * ended between the two leaves them, and no plan shows it.
 */
final class UntriedKeys {
  /** As long as a batch waits for the host's own probe. */
  private static final Duration HOST_PROBE = Duration.ofSeconds(20);

  private final StateStore store;

  UntriedKeys(StateStore store) {
    this.store = store;
  }

  /**
   * Those of one import on one host.
   *
   * @param recorded what is recorded of it now
   */
  List<RecordedResource> of(String host, String importName, List<RecordedResource> recorded) {
    HeldProofs proofs = HeldProofs.of(store, host, importName);
    return recorded.stream()
        .filter(resource -> resource.spec() instanceof ResourceSpec.Account)
        .filter(
            resource ->
                proofs
                    .find(resource)
                    .filter(proof -> !proof.at().isBefore(resource.recordedAt()))
                    .isEmpty())
        .toList();
  }

  /** Makes them fit to serve and tries each; what the trial finds is recorded by it. */
  static SortedMap<ResourceKey, KeyVerdict> tryAll(
      List<RecordedResource> accounts,
      HostAdapter host,
      Protocol protocol,
      UpstreamKeys keys,
      KeyTrial trial) {
    SortedMap<ResourceKey, KeyVerdict> verdicts = new TreeMap<>();
    List<Long> ids = accounts.stream().map(RecordedResource::hostId).toList();
    String fault = host.settleProtocol(ids, protocol, HOST_PROBE).faultText();
    for (RecordedResource account : accounts) {
      verdicts.put(
          account.key(),
          fault.isEmpty()
              ? tryOne(account, keys, trial)
              : new KeyVerdict.Unproven("could not be made fit to serve: " + fault));
    }
    return verdicts;
  }

  private static KeyVerdict tryOne(RecordedResource account, UpstreamKeys keys, KeyTrial trial) {
    ResourceSpec.Account spec = (ResourceSpec.Account) account.spec();
    if (spec.key() == null) {
      return new KeyVerdict.Unproven("nobody knows which key it holds");
    }
    try (Secret key = keys.open(account.key(), spec.key())) {
      return trial.tryAccount(account.key(), account.hostId(), spec, key);
    } catch (InvalidInputException unopened) {
      return new KeyVerdict.Unproven("its key cannot be opened: " + unopened.explanation());
    }
  }
}
