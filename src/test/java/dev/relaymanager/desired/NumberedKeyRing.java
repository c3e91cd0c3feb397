package dev.relaymanager.desired;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.SealPurpose;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Knows how many keys each source holds and names them after it, so that goldens need no identity:
 * equal sources hold equal keys.
 */
final class NumberedKeyRing implements KeyRing {
  private final Map<String, Integer> keysOfEntry = new HashMap<>();
  final List<SealPurpose> uses = new ArrayList<>();

  /** An entry that holds more than one key. */
  NumberedKeyRing with(String entryId, int keys) {
    keysOfEntry.put(entryId, keys);
    return this;
  }

  @Override
  public Ring open(ImportDocument wish, KeyEntry entry, SealPurpose use) {
    uses.add(use);
    int count = keysOfEntry.getOrDefault(entry.id(), 1);
    List<NamedKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(new NamedKey(fingerprint(entry.source() + "#" + i), "sk…" + i));
    }
    int repeats = count > 1 ? 1 : 0;
    return new Ring(keys, new OpenedKeys.Dropped(0, 0, 0, repeats), List.of());
  }

  static Fingerprint fingerprint(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return new Fingerprint(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException(fault);
    }
  }
}
