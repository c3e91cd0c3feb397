package dev.relaymanager.http;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;

/** The system's authorities and those of a PEM file beside them. */
final class TrustedAuthorities {
  private TrustedAuthorities() {}

  /**
   * Reads the PEM text.
   *
   * @throws InvalidInputException when it holds no certificate
   */
  static HandshakeCertificates systemAnd(String pem) {
    HandshakeCertificates.Builder trusted =
        new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
    certificates(pem).forEach(trusted::addTrustedCertificate);
    return trusted.build();
  }

  private static List<X509Certificate> certificates(String pem) {
    List<X509Certificate> found = new ArrayList<>();
    try {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
        found.add((X509Certificate) certificate);
      }
    } catch (CertificateException notCertificates) {
      found.clear();
    }
    if (found.isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              "bad-ca",
              "the extra authority is no PEM certificate",
              "give the authority's certificate, from -----BEGIN CERTIFICATE----- on"));
    }
    return found;
  }
}
