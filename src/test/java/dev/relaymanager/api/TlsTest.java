package dev.relaymanager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.model.EnvironmentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API with a certificate of its own. */
final class TlsTest {
  @TempDir private Path folder;

  @Test
  void callersThatTrustTheAuthorityAreServedAndOthersNot() throws Exception {
    HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    for (boolean rsa : new boolean[] {false, true}) {
      HeldCertificate.Builder builder =
          new HeldCertificate.Builder().signedBy(authority).addSubjectAlternativeName("127.0.0.1");
      HeldCertificate own = (rsa ? builder.rsa2048() : builder.ecdsa256()).build();
      Path certificate = folder.resolve("relay.pem");
      Path key = folder.resolve("relay.key");
      Files.writeString(certificate, own.certificatePem() + authority.certificatePem());
      Files.writeString(key, own.privateKeyPkcs8Pem());
      ApiOptions options = new ApiOptions("127.0.0.1", 0, certificate, key, false, Set.of());
      try (ApiWorld world = ApiWorld.in(Files.createTempDirectory(folder, "world"), "0.1.126");
          ApiServer server = ApiServer.start(options, world.desk(), line -> {}, null);
          ApiClient knows =
              new ApiClient(
                  server.url(), null, HttpSettings.standard().withCa(authority.certificatePem()));
          ApiClient stranger = new ApiClient(server.url(), null, HttpSettings.standard())) {
        assertTrue(server.url().startsWith("https://"));
        assertEquals("ok", knows.get("/healthz").json().path("status").stringValue());
        assertThrows(EnvironmentException.class, () -> stranger.get("/healthz"));
      }
    }
  }

  @Test
  void filesThatAreNoKeyOrCertificateAreNamed() throws Exception {
    Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing");
    EnvironmentException refused =
        assertThrows(EnvironmentException.class, () -> PemKeys.read(nothing, nothing));
    assertTrue(refused.explanation().contains("nothing.pem"), refused.explanation());
    assertThrows(
        EnvironmentException.class,
        () -> PemKeys.read(folder.resolve("absent.pem"), folder.resolve("absent.key")));
  }
}
