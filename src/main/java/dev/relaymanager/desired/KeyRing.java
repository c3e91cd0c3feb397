package dev.relaymanager.desired;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.SealPurpose;
import java.util.List;

/** Opens the keys of an import far enough to name them; the keys themselves stay behind it. */
public interface KeyRing {
  /**
   * The keys of one entry.
   *
   * @param use what the keys are for: what a sealed source must say of itself
   * @throws InvalidInputException when the source cannot be opened or holds no key
   */
  Ring open(ImportDocument wish, KeyEntry entry, SealPurpose use);

  /**
   * What an entry holds.
   *
   * @param keys in the source's order, each once; at least one
   * @param dropped what normalising took away
   * @param warnings what should be mended but is no reason to refuse
   */
  record Ring(List<NamedKey> keys, OpenedKeys.Dropped dropped, List<Problem> warnings) {
    public Ring {
      keys = List.copyOf(keys);
      warnings = List.copyOf(warnings);
    }
  }

  /** A key without the key. */
  record NamedKey(Fingerprint fingerprint, String mask) {}
}
