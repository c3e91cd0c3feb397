package dev.relaymanager.packsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.git.FolderTree;
import dev.relaymanager.git.GitCommand;
import dev.relaymanager.git.GitException;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.pack.ChecksumFile;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackLoader;
import dev.relaymanager.pack.PackSource;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs from a real bare repository and from a server with TLS. */
class PackFetcherTest {
  private static final Path SHIPPED = Path.of("packs/openai-cn-pack");
  private static final byte[] ZIP = PackLoader.zip(FolderTree.of(SHIPPED), "");
  private static final Pack PACK = PackLoader.load(ZIP, "shipped");
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("test authority").build();

  @TempDir private Path folder;

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    HeldCertificate held =
        new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .addSubjectAlternativeName("localhost")
            .build();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(held, AUTHORITY.certificate())
            .build()
            .sslSocketFactory());
    server.start(InetAddress.getByName("localhost"), 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PackFetcher fetcher() {
    HttpSettings http = new HttpSettings(AUTHORITY.certificatePem(), List.of(), ProxyRules.none());
    return new PackFetcher(folder.resolve("state"), http, address -> Optional.empty());
  }

  private static PackSource.Remote source(String text) {
    return (PackSource.Remote) PackSource.parse(text);
  }

  private PackSource.Remote web(String path) {
    return source("https://localhost:" + server.getPort() + path);
  }

  private void answer(byte[] body) {
    server.enqueue(new MockResponse.Builder().body(new Buffer().write(body)).build());
  }

  private void answer(int status, String location) {
    server.enqueue(new MockResponse.Builder().code(status).addHeader("location", location).build());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aZipOverHttpsIsFetchedOnceForItsDigest() {
    answer(ZIP);

    assertEquals(PACK, fetcher().fetch(web("/p.zip"), PACK.digest()));
    assertEquals(PACK, fetcher().fetch(web("/p.zip"), PACK.digest()));

    assertEquals(1, server.getRequestCount());
  }

  @Test
  void withoutADigestItIsAskedForEachTime() {
    answer(ZIP);
    answer(ZIP);

    fetcher().fetch(web("/p.zip"), null);
    fetcher().fetch(web("/p.zip"), null);

    assertEquals(2, server.getRequestCount());
  }

  @Test
  void whatIsThereInPlaceOfThePinnedPackIsReturnedForWhatItIs() {
    answer(ZIP);

    Pack other = fetcher().fetch(web("/p.zip"), "sha256:" + "0".repeat(64));

    assertEquals(PACK.digest(), other.digest());
  }

  @Test
  void aKeptPackThatWasTamperedWithIsFetchedAnew() throws IOException {
    answer(ZIP);
    answer(ZIP);
    fetcher().fetch(web("/p.zip"), PACK.digest());
    Path kept = folder.resolve("state/packs/" + PACK.digest().replace(':', '-') + ".zip");
    Path other = folder.resolve("other");
    copyShipped(other, "\"1.0.0\"", "\"9.9.9\"");
    Files.write(kept, PackLoader.zip(FolderTree.of(other), ""));

    assertEquals(PACK, fetcher().fetch(web("/p.zip"), PACK.digest()));

    Files.write(kept, utf8("no zip"));
    answer(ZIP);
    assertEquals(PACK, fetcher().fetch(web("/p.zip"), PACK.digest()));
    assertEquals(3, server.getRequestCount());
  }

  @Test
  void itIsFollowedToWhereAForgeKeepsItAndNotOutOfHttps() {
    answer(302, "/elsewhere/p.zip?signature=hush-1");
    answer(ZIP);
    assertEquals(PACK, fetcher().fetch(web("/p.zip"), PACK.digest()));

    answer(302, "http://localhost/p.zip?signature=hush-1");
    EnvironmentException refused = refused("/q.zip");
    assertTrue(
        refused
            .getMessage()
            .endsWith(
                "sends on to http://localhost/p.zip, which is not https;"
                    + " give another address"),
        refused.getMessage());

    for (int hop = 0; hop < 6; hop++) {
      answer(302, "/again?signature=hush-1");
    }
    assertTrue(refused("/q.zip").getMessage().contains("sends on more than 5 times"));
  }

  @Test
  void whatDoesNotComeIsToldWithItsAddress() {
    server.enqueue(new MockResponse.Builder().code(404).body("hush-1").build());
    String missing = refused("/p.zip").getMessage();
    assertTrue(
        missing.endsWith("/p.zip answered 404 in place of a zip; check the address"), missing);

    PackFetcher trustsNobody =
        new PackFetcher(
            folder.resolve("state"),
            new HttpSettings(null, List.of(), ProxyRules.none()),
            address -> Optional.empty());
    String untrusted =
        assertThrows(EnvironmentException.class, () -> trustsNobody.fetch(web("/p.zip"), null))
            .getMessage();
    assertTrue(untrusted.startsWith("cannot reach https://localhost:"), untrusted);
  }

  private EnvironmentException refused(String path) {
    EnvironmentException refused =
        assertThrows(EnvironmentException.class, () -> fetcher().fetch(web(path), null));
    assertFalse(refused.getMessage().contains("hush"), refused.getMessage());
    return refused;
  }

  @Test
  void moreThanAPackMayHaveIsNotRead() {
    answer(new byte[PackLoader.MAX_ZIP_BYTES + 1]);

    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> fetcher().fetch(web("/p.zip"), null));

    assertEquals("pack-too-large", refused.problems().get(0).code());
  }

  @Test
  void theFaultsOfAFetchedPackNameItsSource() {
    answer(utf8("<html>login</html>"));

    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> fetcher().fetch(web("/p.zip"), null));

    assertEquals("zip-damaged", refused.problems().get(0).code());
    assertTrue(refused.getMessage().contains("/p.zip"), refused.getMessage());
  }

  @Test
  void aFolderOfAnotherRepositoryIsReadAtItsTagAndKeptWhenTheRepositoryGoes() throws IOException {
    Path bare = folder.resolve("packs.git");
    Path work = folder.resolve("work");
    GitCommand git = GitCommand.bare(bare).cloneTo(work);
    copyShipped(work.resolve("cn/pack"), "\"1.0.0\"", "\"1.0.0\"");
    git.push("one");
    git.git("tag", "-a", "v1", "-m", "one");
    git.git("push", "-q", "--tags", "origin");
    copyShipped(work.resolve("cn/pack"), "\"1.0.0\"", "\"2.0.0\"");
    git.push("two");
    String address = "git+file://" + bare;

    Pack tagged = fetcher().fetch(source(address + "//cn/pack?ref=v1"), PACK.digest());
    Pack newest = fetcher().fetch(source(address + "//cn/pack"), null);

    assertEquals(PACK, tagged);
    assertEquals("2.0.0", newest.version());
    String nowhere = message(InvalidInputException.class, address + "//cn/no-pack");
    assertTrue(nowhere.contains("there is no folder with files here"), nowhere);
    String noRef = message(GitException.class, address + "//cn/pack?ref=v7");
    assertTrue(noRef.contains("it has the branches main"), noRef);

    Files.move(bare, folder.resolve("gone.git"));
    assertEquals(PACK, fetcher().fetch(source(address + "//cn/pack?ref=v1"), PACK.digest()));
    String gone = message(GitException.class, address + "//cn/pack?ref=v1");
    assertTrue(gone.contains("there is no folder"), gone);
  }

  private String message(Class<? extends RuntimeException> type, String address) {
    return String.valueOf(
        assertThrows(type, () -> fetcher().fetch(source(address), null)).getMessage());
  }

  /** The shipped pack with another manifest and right checksums. */
  private static void copyShipped(Path target, String from, String to) throws IOException {
    try (Stream<Path> files = Files.walk(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(SHIPPED.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.write(copy, Files.readAllBytes(file));
      }
    }
    Path manifest = target.resolve("pack.json");
    Files.writeString(manifest, Files.readString(manifest).replace(from, to));
    Path checksums = target.resolve(ChecksumFile.NAME);
    Files.writeString(checksums, ChecksumFile.write(FolderTree.of(target)));
  }
}
