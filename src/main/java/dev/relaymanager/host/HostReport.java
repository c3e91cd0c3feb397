package dev.relaymanager.host;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a harmless probe of a host found.
 *
 * @param version as the host calls itself; proves nothing by itself (contract.md, item 18)
 * @param dialect the version whose behaviour is assumed
 * @param dialectNote why, when the host's version is newer than the newest known one; else empty
 * @param findings per capability the evidence; present for every capability
 */
public record HostReport(
    String version, String dialect, String dialectNote, SortedMap<Capability, Finding> findings) {
  public HostReport {
    findings = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(findings));
  }

  /**
   * One capability.
   *
   * @param present whether the host has it
   * @param evidence which request said so, and what was answered
   */
  public record Finding(boolean present, String evidence) {}

  /** Capabilities that the host lacks; empty for a host that can be managed. */
  public Set<Capability> missing() {
    return findings.entrySet().stream()
        .filter(entry -> !entry.getValue().present())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }
}
