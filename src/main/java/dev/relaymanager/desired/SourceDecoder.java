package dev.relaymanager.desired;

import dev.relaymanager.seal.SecretSource;

/** Reads where a secret comes from. */
final class SourceDecoder {
  private SourceDecoder() {}

  static SecretSource decode(Fields fields) {
    boolean unbound = fields.flag("unbound");
    String sealed = fields.textOrNull("sealed");
    if (sealed != null) {
      return new SecretSource.SealedFile(sealed, unbound);
    }
    String inline = fields.textOrNull("sealedInline");
    if (inline != null) {
      return new SecretSource.SealedInline(inline, unbound);
    }
    if (unbound) {
      fields.problem(
          "unbound",
          "unbound-without-seal",
          "unbound is about sealed and sealedInline; this secret is not sealed",
          "take it out");
    }
    String variable = fields.textOrNull("env");
    return variable != null
        ? new SecretSource.Env(variable)
        : new SecretSource.MountedFile(fields.text("file"));
  }
}
