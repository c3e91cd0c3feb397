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
import dev.relaymanager.store.KeyProofs;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tries keys of accounts that stand: those that were not tried since their account was changed,
 * because a run ended between the two and no plan shows it, and those whose last proof has grown
 * old.
 */
final class KeyChecks {
  /** How long a key that worked is believed to. */
  static final Duration FINE_LASTS = Duration.ofHours(24);

  /** The same of one that is dead or empty: its owner may have mended it. */
  static final Duration BAD_LASTS = Duration.ofHours(1);

  /** The same of one that was busy, or about which nothing could be told. */
  static final Duration DOUBTFUL_LASTS = Duration.ofMinutes(10);

  /** Most old proofs of an import that one run makes anew: each is a call at the vendor. */
  static final int RENEWED_AT_ONCE = 20;

  private final HostAdapter host;
  private final UpstreamKeys keys;
  private final KeyTrial trial;

  KeyChecks(HostAdapter host, UpstreamKeys keys, KeyTrial trial) {
    this.host = host;
    this.keys = keys;
    this.trial = trial;
  }

  /** Accounts of an import whose keys were not tried since the account was changed. */
  static List<RecordedResource> untried(List<RecordedResource> recorded, HeldProofs proofs) {
    return accounts(recorded).filter(account -> !isTried(account, proofs)).toList();
  }

  /** Accounts whose keys were tried, too long ago; those that wait longest come first. */
  static List<RecordedResource> old(
      List<RecordedResource> recorded, HeldProofs proofs, Instant now) {
    return accounts(recorded)
        .filter(account -> isTried(account, proofs))
        .filter(
            account -> proofs.find(account).filter(proof -> !lasts(proof).isAfter(now)).isPresent())
        .sorted(
            Comparator.comparing(
                account -> proofs.find(account).map(KeyProofs.KeyProof::at).orElse(now)))
        .limit(RENEWED_AT_ONCE)
        .toList();
  }

  private static boolean isTried(RecordedResource account, HeldProofs proofs) {
    return proofs
        .find(account)
        .filter(proof -> !proof.at().isBefore(account.recordedAt()))
        .isPresent();
  }

  private static Instant lasts(KeyProofs.KeyProof proof) {
    Duration lasts =
        switch (proof.verdict()) {
          case "fine" -> FINE_LASTS;
          case "dead", "empty" -> BAD_LASTS;
          default -> DOUBTFUL_LASTS;
        };
    return proof.at().plus(lasts);
  }

  static Stream<RecordedResource> accounts(List<RecordedResource> recorded) {
    return recorded.stream().filter(one -> one.spec() instanceof ResourceSpec.Account);
  }

  /** Makes accounts fit to serve and tries each; what the trial finds is recorded by it. */
  SortedMap<ResourceKey, KeyVerdict> tryAccounts(
      List<RecordedResource> accounts, Protocol protocol) {
    SortedMap<ResourceKey, KeyVerdict> verdicts = new TreeMap<>();
    List<Long> ids = accounts.stream().map(RecordedResource::hostId).toList();
    String fault = host.settleProtocol(ids, protocol, HostAdapter.PROBE_PATIENCE).faultText();
    for (RecordedResource account : accounts) {
      verdicts.put(
          account.key(),
          fault.isEmpty()
              ? tryOne(account, true)
              : new KeyVerdict.Unproven("could not be made fit to serve: " + fault));
    }
    return verdicts;
  }

  /**
   * Tries keys at the vendor. Where only the host's test had failed, that decides again.
   *
   * @param proofs their last ones
   */
  SortedMap<ResourceKey, KeyVerdict> tryKeys(List<RecordedResource> accounts, HeldProofs proofs) {
    SortedMap<ResourceKey, KeyVerdict> verdicts = new TreeMap<>();
    for (RecordedResource account : accounts) {
      boolean onHost = proofs.find(account).filter(KeyProofs.KeyProof::failsOnHost).isPresent();
      verdicts.put(account.key(), tryOne(account, onHost));
    }
    return verdicts;
  }

  private KeyVerdict tryOne(RecordedResource account, boolean onHost) {
    ResourceSpec.Account spec = (ResourceSpec.Account) account.spec();
    if (spec.key() == null) {
      return new KeyVerdict.Unproven("nobody knows which key it holds");
    }
    try (Secret key = keys.open(account.key(), spec.key())) {
      return onHost
          ? trial.tryAccount(account.key(), account.hostId(), spec, key)
          : trial.tryKey(account.key(), spec, key);
    } catch (InvalidInputException unopened) {
      return new KeyVerdict.Unproven("its key cannot be opened: " + unopened.explanation());
    }
  }
}
