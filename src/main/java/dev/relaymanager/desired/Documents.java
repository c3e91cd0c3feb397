package dev.relaymanager.desired;

import java.util.List;
import java.util.Optional;

/**
 * The documents of one revision: each well formed, all references between them resolved. Every list
 * is sorted by name. Immutable.
 *
 * @param policy the repository's, or the built-in one
 */
public record Documents(
    List<HostDocument> hosts,
    List<PackDocument> packs,
    List<ImportDocument> imports,
    List<GrantDocument> grants,
    PolicyDocument policy) {
  public Documents {
    hosts = List.copyOf(hosts);
    packs = List.copyOf(packs);
    imports = List.copyOf(imports);
    grants = List.copyOf(grants);
  }

  public Optional<HostDocument> host(String name) {
    return hosts.stream().filter(host -> host.name().equals(name)).findFirst();
  }

  public Optional<PackDocument> pack(String name) {
    return packs.stream().filter(pack -> pack.name().equals(name)).findFirst();
  }

  public Optional<ImportDocument> providerImport(String name) {
    return imports.stream().filter(found -> found.name().equals(name)).findFirst();
  }

  public Optional<GrantDocument> grant(String name) {
    return grants.stream().filter(grant -> grant.name().equals(name)).findFirst();
  }

  /** The grants of one import. */
  public List<GrantDocument> grantsOf(String importName) {
    return grants.stream().filter(grant -> grant.importName().equals(importName)).toList();
  }
}
