package dev.relaymanager.model;

/**
 * The one rule for e-mail addresses of probe users: {@code
 * deepseek@relay-probe.0123456789ab.relay-manager.invalid}, unique for an installation and an
 * import, and never anybody's, because the domain cannot exist (RFC 2606). The import stands before
 * the @ with its dots as underscores, which no name has: so it always fits, and stays readable.
 */
public final class ProbeEmail {
  /** What all of them end in. */
  public static final String DOMAIN = ".relay-manager.invalid";

  private static final String LABEL = "@relay-probe.";

  private ProbeEmail() {}

  public static String of(String installation, String importName) {
    return importName.replace('.', '_') + LABEL + installation + DOMAIN;
  }

  /** Whether an address is a probe user's, of whichever installation. */
  public static boolean isOne(String email) {
    return email.endsWith(DOMAIN) && email.contains(LABEL);
  }
}
