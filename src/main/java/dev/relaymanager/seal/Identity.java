package dev.relaymanager.seal;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.relaymanager.model.InvalidInputException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What opens sealed values: one or more age X25519 identities. The first one is who the manager is:
 * {@link Installation} and {@link Fingerprinter} derive from it, so it stays first when another is
 * added to change keys.
 *
 * <p>Never changes, and is safe for use by several threads.
 */
public final class Identity {
  private static final String PREFIX = "AGE-SECRET-KEY-";

  /** The form of the age X25519 identity, without the newer kinds whose prefix goes on. */
  static final String LINE_START = PREFIX + "1";

  private static final int KEY_BYTES = 32;
  private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

  private final List<Secret> lines;
  private final List<Recipient> recipients;
  private @Nullable List<RecipientStanzaReader> readers;

  private Identity(List<Secret> lines) {
    this.lines = List.copyOf(lines);
    this.recipients = lines.stream().map(Identity::recipientOf).toList();
  }

  /** A new one, from the system's secure random source. */
  public static Identity generate() {
    try {
      KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
      return new Identity(List.of(Secret.of(pair.getPrivate().getEncoded())));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java lacks X25519", missing);
    }
  }

  /**
   * Reads an identity file as {@code age-keygen} writes it: comments, and an identity a line.
   *
   * @throws InvalidInputException when it is missing, no identity file, or readable by others
   */
  public static Identity read(Path file) {
    return new Identity(IdentityFile.read(file));
  }

  /**
   * Writes an identity file that {@code age -i} takes, readable by its owner alone.
   *
   * @throws InvalidInputException when the file exists: an identity is never overwritten, because
   *     everything sealed to it would be lost
   */
  public void write(Path file) {
    IdentityFile.write(file, lines, recipients);
  }

  /** Whom others seal to. */
  public Recipient recipient() {
    return recipients.getFirst();
  }

  /** One for each identity held, in the order of the file. */
  public List<Recipient> recipients() {
    return recipients;
  }

  public Installation installation() {
    return Installation.of(this);
  }

  public Fingerprinter fingerprinter() {
    return new Fingerprinter(derive("relay-manager/v1 fingerprint"));
  }

  /** The passwords of the probe users that this manager keeps on hosts. */
  public ProbePasswords probePasswords() {
    return new ProbePasswords(derive("relay-manager/v1 probe passwords"));
  }

  /** True when the text is an age X25519 identity, with a right check sum. */
  static boolean isIdentity(String line) {
    try {
      return line.startsWith(LINE_START) && scalar(line).length == KEY_BYTES;
    } catch (IllegalArgumentException notBech32) {
      return false;
    }
  }

  /**
   * What the age library opens with; safe for use by several threads. Made once: making one takes
   * twice the arithmetic on the curve that opening a file with it takes.
   */
  synchronized List<RecipientStanzaReader> readers() {
    if (readers == null) {
      readers = lines.stream().map(Identity::reader).toList();
    }
    return readers;
  }

  private static RecipientStanzaReader reader(Secret line) {
    return line.reveal(
        text -> {
          try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(text);
          } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java lacks X25519", missing);
          }
        });
  }

  /**
   * 32 bytes that only this identity yields, another for every label: HMAC-SHA256 of the label
   * under the private scalar, which is uniformly random and so a good key as it is.
   */
  byte[] derive(String label) {
    byte[] scalar = lines.getFirst().reveal(Identity::scalar);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(scalar, "HmacSHA256"));
      return mac.doFinal(label.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java lacks HmacSHA256", missing);
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  private static byte[] scalar(String line) {
    return Bech32.getDecoder().decode(line).getData();
  }

  /** The public key is the scalar times the curve's base point (RFC 7748, section 6.1). */
  private static Recipient recipientOf(Secret line) {
    byte[] scalar = line.reveal(Identity::scalar);
    try {
      KeyFactory keys = KeyFactory.getInstance("X25519");
      PrivateKey own =
          keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
      PublicKey base =
          keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BASE_POINT));
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(own);
      agreement.doPhase(base, true);
      CharSequence text = Bech32.getEncoder().encode("age", agreement.generateSecret());
      return new Recipient(text.toString().toLowerCase(Locale.ROOT));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java lacks X25519", missing);
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "identity of " + recipient();
  }
}
