package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.certify.Certificate;
import dev.relaymanager.certify.Claim;
import dev.relaymanager.certify.Finding;
import dev.relaymanager.report.SupportMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published matrix is what the published certificates say, and they know today's claims. */
final class SupportMatrixPageTest {
  private static final Path DOCS = Path.of("docs");

  private static List<Certificate> certificates() throws IOException {
    return new MatrixFiles(DOCS).all();
  }

  @Test
  void thePageIsMadeOfTheCertificates() throws IOException {
    assertEquals(
        SupportMatrix.markdown(certificates()),
        Files.readString(DOCS.resolve("support-matrix.md")),
        "relayctl host certify … --record docs writes it anew");
  }

  @Test
  void everyClaimWasTriedOnTheVersionThatTheMissionNamesAndOnANewerOne() throws IOException {
    List<String> versions = certificates().stream().map(Certificate::version).toList();
    assertTrue(versions.contains("0.1.126") && versions.contains("0.1.172"), versions::toString);
    for (Certificate certificate : certificates()) {
      assertEquals(
          Claim.values().length,
          certificate.count(Finding.Holds.class),
          () -> "certify " + certificate.version() + " again: " + certificate);
    }
  }
}
