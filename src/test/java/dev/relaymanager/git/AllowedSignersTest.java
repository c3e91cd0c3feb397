package dev.relaymanager.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.relaymanager.git.SignatureCheck.Bad;
import dev.relaymanager.git.SignatureCheck.Good;
import dev.relaymanager.git.SignatureCheck.UnknownKey;
import dev.relaymanager.git.SignatureCheck.Unsigned;
import dev.relaymanager.model.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commits signed by the real {@code git} and {@code ssh-keygen}. */
class AllowedSignersTest {
  @TempDir Path temp;
  private GitCommand remote;
  private GitCommand work;

  @BeforeAll
  static void needsSshKeygen() {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ssh-keygen")));
    assumeTrue(there, "ssh-keygen (openssh-client) is not installed: nothing can be signed");
  }

  @BeforeEach
  void makeRemote() {
    remote = GitCommand.bare(temp.resolve("remote.git"));
    work = remote.cloneTo(temp.resolve("work"));
    work.git("config", "gpg.format", "ssh");
  }

  /** Makes a key pair; returns the public key as it stands in its file. */
  private String key(String name, String type, int bits) throws IOException {
    Path file = temp.resolve(name);
    GitCommand.run(
        temp,
        "ssh-keygen",
        "-q",
        "-t",
        type,
        "-b",
        String.valueOf(bits),
        "-N",
        "",
        "-C",
        "a comment",
        "-f",
        file.toString());
    return Files.readString(temp.resolve(name + ".pub")).strip();
  }

  private void commitSigned(String key) {
    work.git("config", "user.signingKey", temp.resolve(key).toString());
    work.write("a.yaml", "1").git("add", "-A");
    work.git("commit", "-q", "-S", "-m", "Signed\n\nwith a body\n");
    work.git("push", "-q", "origin", "HEAD");
  }

  private SignatureCheck check(String signers) {
    try (Mirror mirror =
        Mirror.open(
            temp.resolve("state"),
            RepositoryAddress.parse(remote.folder.toString()),
            Optional.empty())) {
      return mirror.signature(
          mirror.fetch("main"), AllowedSigners.parse(signers, "allowed_signers"));
    }
  }

  @ParameterizedTest
  @CsvSource({"ed25519,256", "rsa,2048", "rsa,3072", "ecdsa,256", "ecdsa,384", "ecdsa,521"})
  void everyCommonKindOfKeyIsVerified(String type, int bits) throws IOException {
    String signer = key("alice", type, bits);
    String other = key("other", "ed25519", 256);
    commitSigned("alice");
    String fingerprint =
        GitCommand.run(temp, "ssh-keygen", "-l", "-f", temp.resolve("alice.pub").toString())
            .split(" ")[1];
    assertEquals(
        new Good("alice@example.com", fingerprint),
        check("# who may\n\nother@example.com " + other + "\nalice@example.com " + signer));
    assertEquals(
        new Good("alice@example.com", fingerprint),
        check("alice@example.com namespaces=\"git\" " + signer));
    assertEquals(new UnknownKey(fingerprint), check("other@example.com " + other));
  }

  @Test
  void ecdsaSignaturesOfEveryLengthAreVerified() throws IOException {
    // One number in 128 or so is a byte shorter than the curve allows, and many a byte longer.
    String signer = key("alice", "ecdsa", 256);
    byte[] message = "message".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Path file = Files.write(temp.resolve("message"), message);
    for (int i = 0; i < 60; i++) {
      Files.deleteIfExists(temp.resolve("message.sig"));
      GitCommand.run(
          temp,
          "ssh-keygen",
          "-q",
          "-Y",
          "sign",
          "-n",
          "git",
          "-f",
          temp.resolve("alice").toString(),
          file.toString());
      SshSignature signature = parsed(Files.readString(temp.resolve("message.sig")));
      assertTrue(fits(signature, message));
    }
    assertTrue(signer.startsWith("ecdsa-sha2-nistp256 "));
  }

  private static SshSignature parsed(String text) {
    try {
      return SshSignature.parse(text);
    } catch (MalformedSignatureException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private static boolean fits(SshSignature signature, byte[] message) {
    try {
      return signature.fits(message);
    } catch (MalformedSignatureException malformed) {
      throw new AssertionError(malformed);
    }
  }

  @Test
  void anUnsignedCommitIsUnsigned() throws IOException {
    String signer = key("alice", "ed25519", 256);
    work.write("a.yaml", "1").push("plain");
    assertEquals(new Unsigned(), check("alice@example.com " + signer));
  }

  @Test
  void aCommitChangedAfterSigningIsBad() throws IOException {
    String signer = key("alice", "ed25519", 256);
    commitSigned("alice");
    String forged =
        work.shell(
            "git cat-file commit HEAD | sed 's/with a body/with another/'"
                + " | git hash-object -t commit -w --stdin");
    work.git("push", "-q", "-f", "origin", forged + ":refs/heads/main");
    assertEquals(
        new Bad("the signature does not fit the commit"), check("alice@example.com " + signer));
  }

  @Test
  void aSignatureMadeForSomethingElseIsBad() throws IOException {
    String signer = key("alice", "ed25519", 256);
    work.write("a.yaml", "1").push("plain");
    String forged =
        work.shell(
            """
            git cat-file commit HEAD > ../commit
            ssh-keygen -q -Y sign -n file -f ../alice ../commit
            sed '/^$/,$d' ../commit > ../signed
            printf 'gpgsig ' >> ../signed
            sed '2,$s/^/ /' ../commit.sig >> ../signed
            sed -n '/^$/,$p' ../commit >> ../signed
            git hash-object -t commit -w --stdin < ../signed
            """);
    work.git("push", "-q", "-f", "origin", forged + ":refs/heads/main");
    assertEquals(
        new Bad("the signature was made for 'file'"), check("alice@example.com " + signer));
  }

  @Test
  void signaturesOfOtherKindsAndBrokenOnesAreBad() throws IOException {
    String signer = key("alice", "ed25519", 256);
    work.write("a.yaml", "1").push("plain");
    for (String signature :
        new String[] {
          "-----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----",
          "-----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----",
          "-----BEGIN SSH SIGNATURE-----\n ?\n -----END SSH SIGNATURE-----",
          "-----BEGIN SSH SIGNATURE-----"
        }) {
      work.write("signature", "gpgsig " + signature + "\n");
      String forged =
          work.shell(
              "{ git cat-file commit origin/main | sed '/^$/,$d'; cat signature; echo; echo m; }"
                  + " | git hash-object -t commit -w --stdin");
      work.git("push", "-q", "-f", "origin", forged + ":refs/heads/forged");
      try (Mirror mirror =
          Mirror.open(
              temp.resolve("state"),
              RepositoryAddress.parse(remote.folder.toString()),
              Optional.empty())) {
        assertInstanceOf(
            Bad.class,
            mirror.signature(
                mirror.fetch("forged"), AllowedSigners.parse("a@x " + signer, "allowed_signers")),
            signature);
      }
    }
  }

  @Test
  void aListThatCannotBeMeantIsRefusedLineByLine() throws IOException {
    String signer = key("alice", "ed25519", 256);
    InvalidInputException invalid =
        assertThrows(
            InvalidInputException.class,
            () ->
                AllowedSigners.parse(
                    "alice "
                        + signer
                        + "\nnonsense\na@x cert-authority "
                        + signer
                        + "\na@x valid-before=\"20200101\" "
                        + signer
                        + "\na@x sk-ssh-ed25519@openssh.com AAAA\n",
                    "signers"));
    assertEquals(4, invalid.problems().size(), invalid.getMessage());
    assertTrue(invalid.getMessage().contains("signers:2: "), invalid.getMessage());
    assertThrows(InvalidInputException.class, () -> AllowedSigners.parse("# none\n", "signers"));
  }
}
