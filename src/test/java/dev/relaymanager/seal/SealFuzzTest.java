package dev.relaymanager.seal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.relaymanager.fuzz.TypedEnd;
import dev.relaymanager.model.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is given for a sealed value, a key or an identity, it opens or is refused. */
@Timeout(30)
class SealFuzzTest {
  private static final Place PLACE = Place.file("keys/a.age");
  private static final SealPurpose USE =
      SealPurpose.providerKey("deepseek", "team-a", Origin.of("https://api.deepseek.com"));

  @TempDir private static Path folder;
  private static Path identityFile;
  private static Identity identity;

  @BeforeAll
  static void makeIdentity() throws IOException {
    identityFile =
        Files.createFile(
            folder.resolve("identity"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(identityFile, IdentityTest.KNOWN);
    identity = Identity.read(identityFile);
  }

  /** As a file of the repository, and as text in a document. */
  @FuzzTest
  void sealed(byte[] input) {
    SecretOpener opener =
        new SecretOpener(new TreeInMemory().put("keys/a.age", input), identity, Map.of());
    String text = new String(input, StandardCharsets.UTF_8);
    TypedEnd.hidingKey(
        () -> opener.open(new SecretSource.SealedFile("keys/a.age", true), USE, PLACE, "spec"));
    TypedEnd.hidingKey(
        () -> opener.open(new SecretSource.SealedInline(text, false), USE, PLACE, "spec"));
    TypedEnd.hidingKey(
        () -> {
          new Opener(identity).open(input, PLACE);
          AgeHeader.recipients(input);
        });
  }

  /** What stands inside, which a sender may choose as freely as the file around it. */
  @FuzzTest
  void sealedText(byte[] input) throws IOException, GeneralSecurityException {
    byte[] file = sealedToUs(input);
    // A refusal says what the value was sealed for, so any text of the header may be shown.
    TypedEnd.of(() -> new Opener(identity).open(file, PLACE, USE, true));
  }

  @FuzzTest
  void keyLines(byte[] input) {
    TypedEnd.hidingKey(() -> KeyLines.parse(input, PLACE));
  }

  @FuzzTest
  void identityFile(byte[] input) throws IOException {
    Path file =
        Files.copy(identityFile, folder.resolve("own-" + Thread.currentThread().threadId()));
    try {
      Files.write(file, input);
      TypedEnd.hidingKey(() -> Identity.read(file).installation());
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] sealedToUs(byte[] plain) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (WritableByteChannel channel =
        new StandardEncryptingChannelFactory()
            .newEncryptingChannel(
                Channels.newChannel(sealed),
                List.of(
                    X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(
                        identity.recipient().text())))) {
      channel.write(ByteBuffer.wrap(plain));
    }
    return sealed.toByteArray();
  }
}
