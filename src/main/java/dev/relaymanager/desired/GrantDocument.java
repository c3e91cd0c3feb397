package dev.relaymanager.desired;

import dev.relaymanager.seal.SecretSource;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use an import.
 *
 * @param hosts some of the import's hosts; empty for all of them
 * @param users e-mail addresses in lower case, or ids on the host in digits, in the document's
 *     order, each once
 * @param term null where the import's group bills balances, so that there is no subscription
 * @param probe null when no user's key is given for the proof
 */
public record GrantDocument(
    String name,
    Places places,
    String importName,
    List<String> hosts,
    List<String> users,
    @Nullable Term term,
    @Nullable ProbeKey probe)
    implements Document {

  /** How long. */
  public sealed interface Term {
    /** From the assignment on. */
    record Days(int days) implements Term {}

    /** To the end of this day in UTC. */
    record Until(LocalDate lastDay) implements Term {}
  }

  /** A user's own API key. */
  public record ProbeKey(String user, SecretSource source) {}

  public GrantDocument {
    hosts = List.copyOf(hosts);
    users = List.copyOf(users);
  }

  /** The hosts it is for, given the import's. */
  public List<String> hostsAmong(List<String> importHosts) {
    return hosts.isEmpty() ? importHosts : hosts;
  }

  @Override
  public Kind kind() {
    return Kind.ACCESS_GRANT;
  }
}
