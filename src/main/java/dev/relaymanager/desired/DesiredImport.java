package dev.relaymanager.desired;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.ResourceSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An import on one of its hosts.
 *
 * @param host name of the {@code Host} document
 * @param name of the {@code ProviderImport} document
 * @param place where that document begins
 * @param packId of the pack it uses
 * @param packVersion of that pack
 * @param providerId of the provider in the pack
 * @param baseUrl of the vendor
 * @param protocol what the vendor serves
 * @param smokeTestModel the model that proofs call, as users name it
 * @param models that are offered, as users name them
 * @param mode strict or partial
 * @param access the declared ways
 * @param onDrift what is done about changes on the host
 * @param deletion what is done with what is declared no more
 * @param adopt whether things of the same name that are not ours may be taken over
 * @param disabled whether it is left as it is
 * @param movedFrom its former name; null when it has none
 * @param resources all that shall stand, in the order of their keys
 * @param probes users' keys for proving the access; in the order of their grants
 * @param notes for people: what was dropped while keys were normalised
 */
public record DesiredImport(
    String host,
    String name,
    Place place,
    String packId,
    String packVersion,
    String providerId,
    String baseUrl,
    Protocol protocol,
    String smokeTestModel,
    List<String> models,
    ImportMode mode,
    Set<Access> access,
    OnDrift onDrift,
    Deletion deletion,
    boolean adopt,
    boolean disabled,
    @Nullable String movedFrom,
    List<DesiredResource> resources,
    List<AccessProbe> probes,
    List<String> notes) {
  public DesiredImport {
    models = List.copyOf(models);
    access = Set.copyOf(access);
    resources = List.copyOf(resources);
    probes = List.copyOf(probes);
    notes = List.copyOf(notes);
  }

  /** The upstream keys of its accounts, by name. */
  public Set<Fingerprint> upstreamKeys() {
    Set<Fingerprint> keys = new HashSet<>();
    for (DesiredResource resource : resources) {
      if (resource.spec() instanceof ResourceSpec.Account account && account.key() != null) {
        keys.add(account.key());
      }
    }
    return keys;
  }

  /**
   * A way to prove access: a user's own API key, kept sealed.
   *
   * @param grant name of the {@code AccessGrant} document that gives it
   * @param user e-mail of the user whose key it is; null when the grant does not say
   */
  public record AccessProbe(String grant, @Nullable String user) {}
}
