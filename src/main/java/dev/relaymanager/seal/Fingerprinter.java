package dev.relaymanager.seal;

import dev.relaymanager.model.Fingerprint;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names secrets by HMAC-SHA256 under a key that derives from the identity: the same secret has the
 * same name after the store was lost, and a leaked store confirms no guess.
 *
 * <p>Safe for use by several threads.
 */
public final class Fingerprinter {
  private static final String ALGORITHM = "HmacSHA256";

  /** Has the key worked in already; copied for each use, which halves the work of short secrets. */
  private final Mac prepared;

  Fingerprinter(byte[] key) {
    try {
      prepared = Mac.getInstance(ALGORITHM);
      prepared.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java lacks " + ALGORITHM, missing);
    }
  }

  public Fingerprint of(Secret secret) {
    return secret.revealBytes(
        bytes -> {
          try {
            Mac mac = (Mac) prepared.clone();
            return new Fingerprint(HexFormat.of().formatHex(mac.doFinal(bytes)));
          } catch (CloneNotSupportedException otherProvider) {
            throw new IllegalStateException("this Java cannot copy a " + ALGORITHM, otherProvider);
          }
        });
  }
}
