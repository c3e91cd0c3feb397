package dev.relaymanager.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryAddressTest {
  private static GitException refused(String text) {
    GitException refused =
        assertThrows(GitException.class, () -> RepositoryAddress.parse(text), text);
    assertEquals(GitException.Kind.UNSUPPORTED_ADDRESS, refused.kind());
    return refused;
  }

  @ParameterizedTest
  @CsvSource({
    "https://Git.Example.com/team/repo.git/, https://git.example.com/team/repo.git",
    "HTTPS://org@dev.azure.com:8443/o/p/_git/r, https://dev.azure.com:8443/o/p/_git/r",
    "http://localhost:8080/r.git, http://localhost:8080/r.git",
    "http://[::1]:8080/r.git, http://[::1]:8080/r.git",
    "/srv/git/../repo.git, /srv/repo.git",
    "file:///srv/my%20repo.git, /srv/my repo.git",
    "/srv/me@host:x, /srv/me@host:x",
  })
  void anAddressHasOneForm(String written, String read) {
    assertEquals(read, RepositoryAddress.parse(written).toString());
  }

  @Test
  void aRelativePathCountsFromHere() {
    assertEquals(Path.of("").toAbsolutePath(), folder("."));
    assertEquals(Path.of("x").toAbsolutePath(), folder("./x"));
  }

  private static Path folder(String text) {
    return ((RepositoryAddress.Folder) RepositoryAddress.parse(text)).path();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git@github.com:team/repo.git",
        "github.com:team/repo.git",
        "ssh://git@github.com/team/repo.git",
        "git+ssh://git@github.com/team/repo.git"
      })
  void sshIsRefusedWithTheWayOut(String text) {
    GitException refused = refused(text);
    assertTrue(refused.problem().fix().contains("https://"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "git://example.com/r.git",
        "ftp://example.com/r.git",
        "http://example.com/r.git",
        "https://example.com/r.git?x=1",
        "https://example.com/r.git#x",
        "https:///r.git",
        "https://exa mple.com/r",
        "file://server/share",
        "file:///a b",
        "/srv/\u001b[31m",
        "a\u0000b"
      })
  void otherFormsAreRefused(String text) {
    refused(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bot:invented-secret@example.com/r.git",
        "https://bot:invented-secret@exa mple.com/r.git",
        "https://bot:invented-secret%zz@example.com/r.git"
      })
  void aPasswordInTheAddressIsRefusedAndNotRepeated(String text) {
    GitException refused = refused(text);
    assertFalse(refused.getMessage().contains("invented-secret"), refused.getMessage());
    assertEquals(null, refused.getCause());
  }
}
