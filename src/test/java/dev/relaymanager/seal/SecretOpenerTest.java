package dev.relaymanager.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretOpenerTest {
  private static final SealPurpose USE =
      SealPurpose.adminKey("prod", Origin.of("https://sub2api.example.com"));
  private static final Place DECLARED = new Place("hosts/prod.yaml", 6, 21);
  private static final String PATH = "spec.auth.adminKey";

  private final Identity identity = Identity.generate();
  private final TreeInMemory tree = new TreeInMemory();
  private final SecretOpener opener =
      new SecretOpener(tree, identity, Map.of("ADMIN_KEY", " admin-invented \n", "NOTHING", ""));

  @TempDir Path folder;

  private String sealed() {
    return Sealer.seal(List.of(Secret.of("admin-invented")), USE, List.of(identity.recipient()));
  }

  private void opens(SecretSource source) {
    OpenedKeys opened = opener.open(source, USE, DECLARED, PATH);
    assertEquals("admin-invented", opened.keys().getFirst().<String>reveal(text -> text));
  }

  private static Problem refused(SecretOpener by, SecretSource source) {
    Problem problem =
        assertThrows(InvalidInputException.class, () -> by.open(source, USE, DECLARED, PATH))
            .problems()
            .getFirst();
    assertFalse(problem.fix().isEmpty());
    assertFalse(problem.toString().contains("invented"), problem.toString());
    return problem;
  }

  @Test
  void eachSourceGivesTheSameSecret() throws IOException {
    tree.put("keys/prod.age", sealed());
    opens(new SecretSource.SealedFile("keys/prod.age", false));
    opens(new SecretSource.SealedInline(sealed(), false));
    opens(new SecretSource.Env("ADMIN_KEY"));
    Path file = Files.writeString(folder.resolve("key"), "admin-invented\n");
    opens(new SecretSource.MountedFile(file.toString()));
  }

  @Test
  void aSealedValueWithoutAnIdentityNamesTheFlag() {
    SecretOpener without = new SecretOpener(tree, null, Map.of());
    for (SecretSource source :
        List.of(
            new SecretSource.SealedFile("keys/prod.age", false),
            new SecretSource.SealedInline(sealed(), false))) {
      Problem problem = refused(without, source);
      assertEquals("no-identity", problem.code());
      assertEquals(DECLARED, problem.place());
      assertEquals(PATH, problem.path());
      assertTrue(problem.fix().contains("--identity or RELAY_IDENTITY"));
    }
  }

  @Test
  void whatIsMissingIsNamedWhereItWasDeclared() {
    Map<String, SecretSource> sources =
        Map.of(
            "sealed-file-missing", new SecretSource.SealedFile("keys/none.age", false),
            "env-not-set", new SecretSource.Env("UNSET"),
            "mounted-file-missing", new SecretSource.MountedFile(folder + "/none"));
    sources.forEach(
        (code, source) -> {
          Problem problem = refused(opener, source);
          assertEquals(code, problem.code());
          assertEquals(DECLARED, problem.place());
        });
    assertEquals(
        "mounted-file-missing",
        refused(opener, new SecretSource.MountedFile("run/secrets/x")).code());
    assertEquals(
        "mounted-file-missing", refused(opener, new SecretSource.MountedFile("/a\0b")).code());
    assertEquals(
        "mounted-file-missing",
        refused(opener, new SecretSource.MountedFile(folder.toString())).code());
  }

  @Test
  void whatHoldsNoKeyIsNamedWhereItIs() throws IOException {
    Problem empty = refused(opener, new SecretSource.Env("NOTHING"));
    assertEquals("keys-empty", empty.code());
    assertEquals(Place.file("$NOTHING"), empty.place());
    tree.put("keys/clear.age", "sk-invented\n");
    Problem clear = refused(opener, new SecretSource.SealedFile("keys/clear.age", false));
    assertEquals("sealed-not-age", clear.code());
    assertEquals(Place.file("keys/clear.age"), clear.place());
    Path file = Files.write(folder.resolve("key"), new byte[] {(byte) 0xC3});
    assertEquals(
        "keys-not-utf8", refused(opener, new SecretSource.MountedFile(file.toString())).code());
  }

  @Test
  void anIdentityNamedAsAMountedFileIsNeverReadAsAKey() {
    Path file = folder.resolve("identity");
    identity.write(file);
    List<Problem> problems =
        assertThrows(
                InvalidInputException.class,
                () ->
                    opener.open(new SecretSource.MountedFile(file.toString()), USE, DECLARED, PATH))
            .problems();
    assertTrue(problems.stream().anyMatch(problem -> problem.code().equals("key-is-identity")));
  }

  @Test
  void aMountedFileThatAllMayReadIsTakenWithAWarning() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "admin-invented\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    SecretSource source = new SecretSource.MountedFile(file.toString());
    List<Problem> warnings = opener.open(source, USE, DECLARED, PATH).warnings();
    assertEquals("mounted-file-readable-by-all", warnings.getFirst().code());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertTrue(opener.open(source, USE, DECLARED, PATH).warnings().isEmpty());
  }

  @Test
  void aSealedFileMovedToAnotherHostIsRefused() {
    tree.put("keys/prod.age", sealed());
    SealPurpose other = SealPurpose.adminKey("prod", Origin.of("https://evil.example.net"));
    Problem problem =
        assertThrows(
                InvalidInputException.class,
                () ->
                    opener.open(
                        new SecretSource.SealedFile("keys/prod.age", false), other, DECLARED, PATH))
            .problems()
            .getFirst();
    assertEquals("sealed-for-other-use", problem.code());
  }
}
