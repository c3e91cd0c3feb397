package dev.relaymanager.desired;

import dev.relaymanager.model.Place;
import dev.relaymanager.seal.Recipient;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.SecretSource;
import java.util.List;

/**
 * A secret that a document declares as sealed.
 *
 * @param source a sealed file or sealed text
 * @param place of the entry in its document
 * @param purpose what it has to be sealed for
 * @param hosts to which it may be sent
 */
public record SealTarget(
    SecretSource source, Place place, SealPurpose purpose, List<HostDocument> hosts) {
  public SealTarget {
    hosts = List.copyOf(hosts);
  }

  /** Who shall be able to open it, as its hosts say; empty when none says anything. */
  public List<Recipient> recipients() {
    return hosts.stream().flatMap(host -> host.recipients().stream()).distinct().toList();
  }

  /** Whether it is this file, as documents name it. */
  public boolean isFile(String file) {
    return source instanceof SecretSource.SealedFile sealed && sealed.path().equals(file);
  }

  /** {@code keys/prod-admin.age}, or where the text stands. */
  @Override
  public String toString() {
    return source instanceof SecretSource.SealedFile sealed ? sealed.path() : place.toString();
  }
}
