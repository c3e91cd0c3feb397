package dev.relaymanager.api;

import dev.relaymanager.model.EnvironmentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A certificate and its key from PEM files, as every authority hands them out. */
final class PemKeys {
  /** Of the store in memory, which must have one; it guards nothing. */
  static final String PASSWORD = "in-memory";

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private PemKeys() {}

  /**
   * Reads them.
   *
   * @throws EnvironmentException when they cannot be used
   */
  static KeyStore read(@Nullable Path certificate, @Nullable Path key) {
    Path certificateFile = Objects.requireNonNull(certificate);
    Path keyFile = Objects.requireNonNull(key);
    try {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificateFile)))
              .toArray(new Certificate[0]);
      if (chain.length == 0) {
        throw new EnvironmentException(certificateFile + " holds no certificate");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("api", key(keyFile), PASSWORD.toCharArray(), chain);
      return store;
    } catch (IOException | GeneralSecurityException unusable) {
      throw new EnvironmentException(
          "the certificate %s and the key %s cannot be used (%s); they must be PEM, the key PKCS #8"
              .formatted(certificateFile, keyFile, unusable.getClass().getSimpleName()),
          unusable);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new EnvironmentException(
          file + " holds no private key in PKCS #8; openssl pkcs8 -topk8 -nocrypt makes it so");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException isAnother) {
        // The next algorithm is tried.
      }
    }
    throw new EnvironmentException(file + " holds a key of a kind that is not taken");
  }
}
