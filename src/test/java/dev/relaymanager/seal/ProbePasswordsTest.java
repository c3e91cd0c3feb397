package dev.relaymanager.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Passwords that nobody has to keep. */
class ProbePasswordsTest {
  private static final Origin HOST = Origin.of("https://sub2api.example.com");

  private static String password(Identity identity, Origin host, String importName) {
    try (Secret secret = identity.probePasswords().of(host, importName)) {
      return secret.reveal(text -> text);
    }
  }

  @Test
  void theSameComesBackForTheSameIdentityHostAndImport() {
    Identity identity = Identity.generate();
    String password = password(identity, HOST, "deepseek");
    assertEquals(password, password(identity, HOST, "deepseek"));
    assertTrue(password.matches("[0-9a-f]{64}"));
    assertNotEquals(password, password(identity, HOST, "kimi"));
    assertNotEquals(
        password, password(identity, Origin.of("https://other.example.com"), "deepseek"));
    assertNotEquals(password, password(Identity.generate(), HOST, "deepseek"));
    assertNotEquals(identity.installation().id(), password.substring(0, 12));
  }
}
