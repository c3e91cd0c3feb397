package dev.relaymanager.seal;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a sealed value is for. It stands inside the sealed text, because age proves no sender:
 * without it a value could be copied under another name, or a changed address would have the
 * manager send it elsewhere.
 *
 * @param kind what sort of secret
 * @param origins where it may be sent, at least one. A vendor's key goes to the hosts (as their
 *     account) and to the vendor (as the probe).
 * @param name the document it belongs to: host, import or grant
 * @param keyId the key's id in that document; empty where the document has only one secret
 */
public record SealPurpose(Kind kind, SortedSet<Origin> origins, String name, String keyId) {

  /** What sort of secret. */
  public enum Kind {
    /** Administrates a host. */
    ADMIN_KEY,
    /** A vendor's API key, put into a host's account. */
    PROVIDER_KEY,
    /** A user's key of the gateway, for the real call. */
    USER_KEY;

    /** As it stands in the sealed text: {@code provider-key}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public SealPurpose {
    origins = Collections.unmodifiableSortedSet(new TreeSet<>(origins));
    if (origins.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("a purpose has an origin and a name");
    }
  }

  /** An administrator's key or token of a host. */
  public static SealPurpose adminKey(String host, Origin origin) {
    return new SealPurpose(Kind.ADMIN_KEY, set(origin), host, "");
  }

  /** A vendor's key of an import. */
  public static SealPurpose providerKey(String importName, String keyId, Origin... origins) {
    return new SealPurpose(Kind.PROVIDER_KEY, set(origins), importName, keyId);
  }

  /** A user's key that a grant is proven with. */
  public static SealPurpose userKey(String grant, Origin... hosts) {
    return new SealPurpose(Kind.USER_KEY, set(hosts), grant, "");
  }

  private static SortedSet<Origin> set(Origin... origins) {
    return new TreeSet<>(Arrays.asList(origins));
  }

  /** True when a value sealed for this may be used so: the same thing, sent nowhere else. */
  public boolean allows(SealPurpose use) {
    return kind == use.kind
        && name.equals(use.name)
        && keyId.equals(use.keyId)
        && origins.containsAll(use.origins);
  }

  /** {@code provider-key deepseek/team-a for https://api.deepseek.com}. */
  @Override
  public String toString() {
    String whose = keyId.isEmpty() ? name : name + "/" + keyId;
    return kind.label()
        + " "
        + whose
        + " for "
        + origins.stream().map(Origin::text).collect(Collectors.joining(", "));
  }
}
