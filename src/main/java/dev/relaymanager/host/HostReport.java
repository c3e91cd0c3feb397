package dev.relaymanager.host;

import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
    findings = Collections.unmodifiableSortedMap(new TreeMap<>(findings));
  }

  /**
   * One capability.
   *
   * @param present whether the host has it
   * @param evidence which request said so, and what was answered
   */
  public record Finding(boolean present, String evidence) {}

  /**
   * Capabilities that are needed and that the host lacks; empty for a host that can be managed.
   * What was not asked for, by an earlier version of this program, is not known to be there.
   */
  public Set<Capability> missing() {
    return Arrays.stream(Capability.values())
        .filter(Capability::needed)
        .filter(capability -> !has(capability))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether the probe found a capability. */
  public boolean has(Capability capability) {
    Finding finding = findings.get(capability);
    return finding != null && finding.present();
  }
}
