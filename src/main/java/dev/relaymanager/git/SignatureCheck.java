package dev.relaymanager.git;

/** What looking at a commit's signature found. Only {@link Good} means that a listed key signed. */
public sealed interface SignatureCheck {
  /**
   * Signed by a listed key.
   *
   * @param principal whose key it is, as the list says
   * @param key the key's fingerprint, as {@code ssh-keygen -l} shows it
   */
  record Good(String principal, String key) implements SignatureCheck {}

  /** No signature at all. */
  record Unsigned() implements SignatureCheck {}

  /**
   * Signed, but the key is not in the list.
   *
   * @param key its fingerprint
   */
  record UnknownKey(String key) implements SignatureCheck {}

  /**
   * The signature does not fit the commit, or is malformed or of a kind that is not checked (such
   * as OpenPGP).
   */
  record Bad(String why) implements SignatureCheck {}
}
