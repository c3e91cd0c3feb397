package dev.relaymanager.engine;

import dev.relaymanager.apply.UpstreamKeys;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.seal.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens the upstream keys of one import: those that the revision at hand declares, and those that
 * stood before, from the revisions that declared them. An earlier revision is read when a key is
 * asked for that no later one has. Safe for use by many threads.
 */
final class KeyFinder implements UpstreamKeys {
  private final List<ImportKeys> read;
  private final Iterator<ImportKeys> earlier;
  private final Function<ResourceKey, Secret> probePasswords;

  /**
   * A finder.
   *
   * @param read what is at hand
   * @param earlier what can be read when that does not do, the newest first
   * @param probePasswords of the import's probe user
   */
  KeyFinder(
      List<ImportKeys> read,
      Iterator<ImportKeys> earlier,
      Function<ResourceKey, Secret> probePasswords) {
    this.probePasswords = probePasswords;
    this.read = new ArrayList<>(read);
    this.earlier = earlier;
  }

  /** Those of some keys that can be opened. */
  Set<Fingerprint> among(Stream<Fingerprint> wanted) {
    return wanted.filter(key -> find(key).isPresent()).collect(Collectors.toSet());
  }

  @Override
  public Secret open(ResourceKey account, Fingerprint key) {
    return find(key)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Problem.of(
                        "key-not-declared",
                        "no revision at hand declares the upstream key of " + account,
                        "declare it under spec.keys of import " + account.importName())))
        .open(account, key);
  }

  @Override
  public Secret probePassword(ResourceKey probe) {
    return probePasswords.apply(probe);
  }

  @Override
  public Map<ResourceKey, Secret> openTogether(Map<ResourceKey, Fingerprint> wanted) {
    Map<ResourceKey, Secret> opened = new HashMap<>();
    for (ImportKeys keys : atHand()) {
      Map<ResourceKey, Fingerprint> rest = new HashMap<>(wanted);
      rest.keySet().removeAll(opened.keySet());
      opened.putAll(keys.openTogether(rest));
    }
    return opened;
  }

  private synchronized List<ImportKeys> atHand() {
    return List.copyOf(read);
  }

  private synchronized Optional<ImportKeys> find(Fingerprint key) {
    for (ImportKeys keys : read) {
      if (keys.names().contains(key)) {
        return Optional.of(keys);
      }
    }
    while (earlier.hasNext()) {
      ImportKeys keys = earlier.next();
      read.add(keys);
      if (keys.names().contains(key)) {
        return Optional.of(keys);
      }
    }
    return Optional.empty();
  }
}
