package dev.relaymanager.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The passwords of probe users. They derive from the identity, so that they are stored nowhere;
 * each is of one host and import, so that no host learns another's. Safe for use by several
 * threads.
 */
public final class ProbePasswords {
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;

  ProbePasswords(byte[] key) {
    this.key = key.clone();
  }

  /** The password of an import's probe user on a host; the caller closes it. */
  public Secret of(Origin host, String importName) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] derived = mac.doFinal((host + "\n" + importName).getBytes(StandardCharsets.UTF_8));
      try {
        return Secret.of(HexFormat.of().formatHex(derived));
      } finally {
        Arrays.fill(derived, (byte) 0);
      }
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java lacks " + ALGORITHM, missing);
    }
  }
}
