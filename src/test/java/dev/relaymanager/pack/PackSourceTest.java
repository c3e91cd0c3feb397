package dev.relaymanager.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.relaymanager.git.RepositoryAddress;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackSourceTest {
  @ParameterizedTest
  @CsvSource({
    "packs/a, packs/a",
    "packs/a/, packs/a",
    "a.zip, a.zip",
    "., .",
    "/, /",
    "C:/x, C:/x"
  })
  void whatHasNoSchemeIsAPath(String text, String path) {
    assertEquals(new PackSource.AtPath(path), PackSource.parse(text));
  }

  @Test
  void aZipBehindAWebServer() {
    String url = "https://forge.example.com:8443/team/packs/raw/p.zip?raw=1";
    assertEquals(new PackSource.Web(URI.create(url)), PackSource.parse(url));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "git+https://git.example.com/team/packs.git//cn/pack?ref=v1.2.0 | https://git.example.com/team/packs.git | cn/pack | v1.2.0",
        "git+https://git.example.com/packs//cn/?ref=feature/x | https://git.example.com/packs | cn | feature/x",
        "git+https://git.example.com/packs.git | https://git.example.com/packs.git | - | HEAD",
        "git+https://git.example.com/packs?ref=v2 | https://git.example.com/packs | - | v2"
      },
      delimiter = '|')
  void aFolderOfAnotherRepository(String text, String repository, String folder, String ref) {
    assertEquals(
        new PackSource.Git(RepositoryAddress.parse(repository), folder == null ? "" : folder, ref),
        PackSource.parse(text));
  }

  @Test
  void aRepositoryOnThisMachine() {
    PackSource.Git source =
        new PackSource.Git(new RepositoryAddress.Folder(Path.of("/srv/packs.git")), "cn", "v1");

    assertEquals(source, PackSource.parse("git+file:///srv/packs.git//cn?ref=v1"));
    assertEquals("git+file:///srv/packs.git//cn?ref=v1", source.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "packs/a",
        "https://forge.example.com/p.zip",
        "git+https://git.example.com/packs.git//cn?ref=v1",
        "git+https://git.example.com/packs.git",
        "git+file:///srv/packs.git//cn"
      })
  void whatItShowsCanBeReadAgain(String text) {
    assertEquals(text, PackSource.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://x.example.com/p.zip | bad-pack-source | packs from elsewhere are read over https or from Git, and this is another scheme",
        "ftp://x.example.com/p.zip | bad-pack-source | packs from elsewhere are read over https or from Git, and this is another scheme",
        "https://u:hush-1@x.example.com/p.zip | bad-pack-source | the address of the pack must be a host and a path, without user, password and #",
        "https://x.example.com/p.zip#a | bad-pack-source | the address of the pack must be a host and a path, without user, password and #",
        "https://x.example.com/hush-1 2 | bad-pack-source | the address of the pack is no valid URL",
        "git+https://x.example.com/p.git?token=hush-1 | bad-pack-source | the address of the pack's repository may have ?ref=… behind it and nothing else",
        "git+https://x.example.com/p.git?ref=v1&token=hush-1 | bad-pack-source | the address of the pack's repository may have ?ref=… behind it and nothing else",
        "git+https://u:hush-1@x.example.com/p.git | bad-pack-source | the address of the pack's repository is none that is read from",
        "git+http://x.example.com/p.git | bad-pack-source | the address of the pack's repository is none that is read from",
        "git+ssh://git@x.example.com/p.git | bad-pack-source | the address of the pack's repository is none that is read from",
      })
  void whatCannotBePinnedOrWouldShowASecretIsRefused(String text, String code, String message) {
    Problem problem =
        assertThrows(InvalidInputException.class, () -> PackSource.parse(text)).problems().get(0);

    assertEquals(code, problem.code());
    assertEquals(message, problem.message());
    assertFalse(problem.toString().contains("hush"), problem.toString());
    assertFalse(problem.fix().isEmpty());
  }
}
