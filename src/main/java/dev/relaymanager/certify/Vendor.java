package dev.relaymanager.certify;

import dev.relaymanager.seal.Secret;

/**
 * The vendor that throw-away accounts are made for.
 *
 * @param model one that the vendor serves
 * @param real whether the key is to work; otherwise nothing is called at the vendor, and what needs
 *     its answer is not tried
 */
public record Vendor(String baseUrl, String model, Secret key, boolean real) {
  /** A vendor that exists nowhere, not even as a name. */
  public static Vendor none() {
    return new Vendor(
        "https://vendor.invalid", "no-model", Secret.of("sk-invented-for-certification"), false);
  }
}
