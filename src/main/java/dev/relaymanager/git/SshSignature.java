package dev.relaymanager.git;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A signature as {@code ssh-keygen -Y sign} makes them (OpenSSH's PROTOCOL.sshsig). */
final class SshSignature {
  private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
  private static final String END = "-----END SSH SIGNATURE-----";
  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);

  /** What Git signs for; a signature made for anything else must not count. */
  private static final String NAMESPACE = "git";

  /** In SSH's wire format. */
  private final byte[] publicKey;

  /** {@code sha256} or {@code sha512}. */
  private final String hashName;

  /** In SSH's wire format. */
  private final byte[] signature;

  private SshSignature(byte[] publicKey, String hashName, byte[] signature) {
    this.publicKey = publicKey;
    this.hashName = hashName;
    this.signature = signature;
  }

  byte[] publicKey() {
    return publicKey;
  }

  static SshSignature parse(String armoured) throws MalformedSignatureException {
    String text = armoured.strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new MalformedSignatureException(
          text.startsWith("-----BEGIN PGP")
              ? "it is signed with OpenPGP; only SSH signatures are checked (gpg.format=ssh)"
              : "it is signed in a form that is not checked; only SSH signatures are");
    }
    byte[] blob;
    try {
      blob =
          Base64.getDecoder()
              .decode(
                  text.substring(BEGIN.length(), text.length() - END.length())
                      .replaceAll("\\s", ""));
    } catch (IllegalArgumentException invalid) {
      throw new MalformedSignatureException("the signature is no Base64");
    }
    SshReader reader = new SshReader(blob);
    if (!Arrays.equals(reader.bytes(MAGIC.length), MAGIC) || reader.number() != 1) {
      throw new MalformedSignatureException("the signature is of an unknown version");
    }
    byte[] publicKey = reader.string();
    String namespace = reader.text();
    reader.string();
    String hashName = reader.text();
    byte[] signature = reader.string();
    reader.end();
    if (!namespace.equals(NAMESPACE)) {
      throw new MalformedSignatureException(
          "the signature was made for '" + VisibleText.of(namespace) + "'");
    }
    if (!hashName.equals("sha256") && !hashName.equals("sha512")) {
      throw new MalformedSignatureException("the signature uses an unknown digest");
    }
    return new SshSignature(publicKey, hashName, signature);
  }

  /** Whether this was made over exactly this message, with {@link #publicKey}. */
  boolean fits(byte[] message) throws MalformedSignatureException {
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(MAGIC);
    for (byte[] part :
        new byte[][] {
          NAMESPACE.getBytes(StandardCharsets.US_ASCII),
          {},
          hashName.getBytes(StandardCharsets.US_ASCII),
          digest(hashName.equals("sha256") ? "SHA-256" : "SHA-512", message)
        }) {
      signed.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
      signed.writeBytes(part);
    }
    return SshKey.parse(publicKey).verifies(signed.toByteArray(), signature);
  }

  /** {@code SHA256:…}, as {@code ssh-keygen -l} shows it. */
  String keyFingerprint() {
    return "SHA256:"
        + Base64.getEncoder().withoutPadding().encodeToString(digest("SHA-256", publicKey));
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has " + algorithm, impossible);
    }
  }
}
