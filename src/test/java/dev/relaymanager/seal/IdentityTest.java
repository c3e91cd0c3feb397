package dev.relaymanager.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Marker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  /** Made for this test with age-keygen; it protects nothing. */
  static final String KNOWN =
      """
      # created: 2026-11-23T08:00:00Z
      # public key: age1ga0v2yct5cwqygwknwya2rpg73t9nkahej7t8glsxnqznyg2q5fs2qm0ft
      AGE-SECRET-KEY-1LYDXVMF0VX0E73Q00MUD28Y5475LHYSVSXSN3X7CAH9VWPQ649RQZL42RR
      """;

  @TempDir Path folder;

  private Path file(String text, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("identity-" + text.hashCode()), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private static String problem(Path file) {
    return problem(() -> Identity.read(file));
  }

  private static String problem(org.junit.jupiter.api.function.Executable action) {
    InvalidInputException refused = assertThrows(InvalidInputException.class, action);
    assertEquals(1, refused.problems().size());
    assertFalse(refused.problems().getFirst().fix().isEmpty());
    return refused.problems().getFirst().code();
  }

  @Test
  void whatIsWrittenIsReadAgainAndOnlyItsOwnerMayReadIt() throws IOException {
    Identity identity = Identity.generate();
    Path file = folder.resolve("identity.txt");
    identity.write(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(identity.recipient(), Identity.read(file).recipient());
    assertTrue(Files.readString(file).startsWith("# public key: " + identity.recipient()));
  }

  @Test
  void anIdentityIsNeverOverwritten() throws IOException {
    Path file = file("precious", "rw-------");
    assertEquals("identity-exists", problem(() -> Identity.generate().write(file)));
    assertEquals("precious", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
  void aFileThatOthersReachIsRefusedWithTheWayOut(String mode) throws IOException {
    Path file = folder.resolve("identity.txt");
    Identity.generate().write(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> Identity.read(file));
    assertEquals("identity-readable-by-others", refused.problems().getFirst().code());
    assertEquals("chmod 600 " + file, refused.problems().getFirst().fix());
  }

  @Test
  void severalIdentitiesAreReadAndTheFirstIsWhoWeAre() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    Identity own = Identity.generate();
    own.write(first);
    Identity.generate().write(second);
    Path both = file(Files.readString(first) + "\n" + Files.readString(second), "rw-------");
    Identity joined = Identity.read(both);
    assertEquals(2, joined.recipients().size());
    assertEquals(own.installation(), joined.installation());
    Secret key = Secret.of("sk-invented");
    assertEquals(own.fingerprinter().of(key), joined.fingerprinter().of(key));
  }

  @Test
  void eachWrongFileSaysWhatItIsAndRepeatsNothing() throws IOException {
    assertEquals("identity-missing", problem(folder.resolve("none")));
    assertEquals("identity-not-a-file", problem(folder));
    assertEquals("identity-empty", problem(file("# only a comment\n\n", "rw-------")));
    assertEquals("identity-too-large", problem(file("#".repeat(70_000), "rw-------")));
    String own = Files.readString(write(Identity.generate()));
    String line = own.lines().skip(1).findFirst().orElseThrow();
    String damaged = line.substring(0, line.length() - 1) + (line.endsWith("Q") ? "P" : "Q");
    for (String wrong :
        List.of(
            damaged,
            "AGE-SECRET-KEY-PQ-1QQQQ",
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "age-encryption.org/v1",
            "password123")) {
      Path file = file("# x\n" + wrong + "\n", "rw-------");
      InvalidInputException refused =
          assertThrows(InvalidInputException.class, () -> Identity.read(file));
      assertEquals("identity-bad-line", refused.problems().getFirst().code());
      assertEquals(2, refused.problems().getFirst().place().line());
      if (!wrong.startsWith("age-") && !wrong.startsWith("-")) {
        assertFalse(refused.getMessage().contains(wrong), refused.getMessage());
      }
    }
  }

  @Test
  void filesOfAgeKeygenAreRead() throws IOException, InterruptedException {
    AgeCommand.assumeInstalled();
    Path file = folder.resolve("made-by-age");
    AgeCommand.run(new byte[0], "age-keygen", "-o", file.toString());
    String recipient =
        Files.readString(file)
            .lines()
            .filter(line -> line.startsWith("# public key: "))
            .map(line -> line.substring("# public key: ".length()))
            .findFirst()
            .orElseThrow();
    assertEquals(recipient, Identity.read(file).recipient().text());
  }

  @Test
  void recipientAndDerivedNamesOfAKnownIdentityNeverChange() throws IOException {
    Identity known = Identity.read(file(KNOWN, "rw-------"));
    assertTrue(KNOWN.contains("# public key: " + known.recipient() + "\n"));
    assertEquals("94c649978cc5", known.installation().id());
    assertEquals("1ba03ccf", known.fingerprinter().of(Secret.of("sk-invented-1")).brief());
  }

  @Test
  void installationFitsTheMarkAndDiffersByIdentity() {
    Installation installation = Identity.generate().installation();
    Marker marker = new Marker(installation.id(), "deepseek", "team-a");
    assertEquals(marker, Marker.find("note " + marker + " end").orElseThrow());
    assertNotEquals(installation, Identity.generate().installation());
  }

  @Test
  void fingerprintsDifferByKeyAndByIdentity() {
    Identity identity = Identity.generate();
    Secret key = Secret.of("sk-invented");
    assertEquals(identity.fingerprinter().of(key), identity.fingerprinter().of(key));
    assertNotEquals(
        identity.fingerprinter().of(key), identity.fingerprinter().of(Secret.of("sk-other")));
    assertNotEquals(identity.fingerprinter().of(key), Identity.generate().fingerprinter().of(key));
  }

  @Test
  void aRecipientIsCheckedAndAnIdentityGivenInItsPlaceIsNotRepeated() throws IOException {
    String text = Identity.generate().recipient().text();
    assertEquals(text, new Recipient(text).text());
    String typo = text.substring(0, 10) + (text.charAt(10) == 'q' ? 'p' : 'q') + text.substring(11);
    assertThrows(InvalidInputException.class, () -> new Recipient(typo));
    assertThrows(InvalidInputException.class, () -> new Recipient(""));
    String identity =
        Files.readString(write(Identity.generate())).lines().skip(1).findFirst().orElseThrow();
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> new Recipient(identity));
    assertFalse(refused.getMessage().contains(identity));
  }

  private Path write(Identity identity) {
    Path file = folder.resolve(identity.installation().id());
    identity.write(file);
    return file;
  }
}
