package dev.relaymanager.certify;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one host was found to keep.
 *
 * @param version as the host calls itself; empty when it was not told
 * @param dialect the version whose behaviour was expected
 * @param dialectNote why that is another one; else empty
 * @param vendorAnswered whether a vendor stood behind it, so that accounts and calls were real
 * @param findings one for each claim
 */
public record Certificate(
    String version,
    String dialect,
    String dialectNote,
    Instant at,
    boolean vendorAnswered,
    SortedMap<Claim, Finding> findings) {
  public Certificate {
    SortedMap<Claim, Finding> all = new TreeMap<>(findings);
    for (Claim claim : Claim.values()) {
      all.putIfAbsent(claim, new Finding.NotTried("not known when this was made"));
    }
    findings = Collections.unmodifiableSortedMap(all);
  }

  /** Whether nothing was found to differ; what was not tried does not count. */
  public boolean holds() {
    return count(Finding.Differs.class) == 0;
  }

  /** How many findings are of a kind. */
  public long count(Class<? extends Finding> kind) {
    return findings.values().stream().filter(kind::isInstance).count();
  }

  /** The findings of one area. */
  public Map<Claim, Finding> of(Area area) {
    Map<Claim, Finding> found = new EnumMap<>(Claim.class);
    Claim.of(area).forEach(claim -> found.put(claim, of(claim)));
    return found;
  }

  /** What was found of a claim. */
  public Finding of(Claim claim) {
    return Objects.requireNonNull(findings.get(claim));
  }
}
