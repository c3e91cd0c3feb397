package dev.relaymanager.seal;

import dev.relaymanager.model.Fingerprint;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names secrets by HMAC-SHA256 under a key that derives from the identity: the same secret has the
 * same name after the store was lost, and a leaked store confirms no guess.
 *
 * <p>Safe for use by several threads.
 */
public final class Fingerprinter {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKey key;

  Fingerprinter(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  public Fingerprint of(Secret secret) {
    return secret.revealBytes(
        bytes -> {
          try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return new Fingerprint(HexFormat.of().formatHex(mac.doFinal(bytes)));
          } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java lacks " + ALGORITHM, missing);
          }
        });
  }
}
