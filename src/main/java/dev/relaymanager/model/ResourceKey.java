package dev.relaymanager.model;

/**
 * The manager's own name of a resource: stable while the resource lives, whatever the host calls
 * it.
 *
 * @param host name of the {@code Host} document
 * @param importName name of the {@code ProviderImport} that wants it
 * @param type what it is
 * @param name tells resources of one type in one import apart: empty for group, channel and plan
 *     (an import has one of each), the key's id for an account, the user's e-mail for a
 *     subscription, {@code probe} for the probe user and its key
 */
public record ResourceKey(String host, String importName, ResourceType type, String name)
    implements Comparable<ResourceKey> {
  private static final String PROBE = "probe";

  public static ResourceKey group(String host, String importName) {
    return new ResourceKey(host, importName, ResourceType.GROUP, "");
  }

  public static ResourceKey channel(String host, String importName) {
    return new ResourceKey(host, importName, ResourceType.CHANNEL, "");
  }

  public static ResourceKey plan(String host, String importName) {
    return new ResourceKey(host, importName, ResourceType.PLAN, "");
  }

  public static ResourceKey account(String host, String importName, String keyId) {
    return new ResourceKey(host, importName, ResourceType.ACCOUNT, keyId);
  }

  public static ResourceKey subscription(String host, String importName, String email) {
    return new ResourceKey(host, importName, ResourceType.SUBSCRIPTION, email);
  }

  /** The probe user of an import; it has one at most. */
  public static ResourceKey probeUser(String host, String importName) {
    return new ResourceKey(host, importName, ResourceType.PROBE_USER, PROBE);
  }

  public static ResourceKey probeKey(String host, String importName) {
    return new ResourceKey(host, importName, ResourceType.PROBE_KEY, PROBE);
  }

  /** Whether it only serves a proof: a probe user, its subscription or its key; no person's. */
  public boolean servesProof() {
    return switch (type) {
      case PROBE_USER, PROBE_KEY -> true;
      case SUBSCRIPTION -> ProbeEmail.isOne(name);
      case GROUP, CHANNEL, PLAN, ACCOUNT -> false;
    };
  }

  @Override
  public int compareTo(ResourceKey other) {
    int order = host.compareTo(other.host);
    if (order == 0) {
      order = importName.compareTo(other.importName);
    }
    if (order == 0) {
      order = type.compareTo(other.type);
    }
    return order == 0 ? name.compareTo(other.name) : order;
  }

  /** Without the host: {@code Account/deepseek/team-a}. */
  public String withinHost() {
    String text = type.label() + "/" + importName;
    return name.isEmpty() ? text : text + "/" + name;
  }

  /** {@code prod/Account/deepseek/team-a}: unique, and what a person types to mean it. */
  @Override
  public String toString() {
    return host + "/" + withinHost();
  }
}
