package dev.relaymanager.seal;

import com.exceptionfactory.jagged.DecryptingChannelFactory;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/**
 * Opens age files, armored or binary, made here or by the {@code age} command.
 *
 * <p>Safe for use by several threads.
 */
public final class Opener {
  /** A sealed file of fifty thousand keys has about a third of it. */
  public static final int MAX_SEALED_BYTES = 16 * 1024 * 1024;

  private static final String ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";
  private static final String BINARY = "age-encryption.org/v1\n";

  private final Identity identity;

  public Opener(Identity identity) {
    this.identity = identity;
  }

  /**
   * Opens.
   *
   * @param sealed an age file
   * @param place what to call it in a problem
   * @throws InvalidInputException when it is no age file, damaged, sealed to somebody else, empty
   *     or not UTF-8
   */
  public Unsealed open(byte[] sealed, Place place) {
    byte[] plain = decrypt(sealed, place);
    char[] characters;
    try {
      characters = KeyLines.decode(plain, place);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
    try {
      return read(characters, place);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  /** {@link #open} and {@link Unsealed#forUse} in one. */
  public OpenedKeys open(byte[] sealed, Place place, SealPurpose use, boolean allowUnbound) {
    return open(sealed, place).forUse(use, allowUnbound);
  }

  private static Unsealed read(char[] characters, Place place) {
    Place inside = Place.file(place.file() + " (opened)");
    if (!startsWith(characters, SealHeader.START)) {
      return new Unsealed(null, KeyLines.parse(characters, 0, inside, 1), place);
    }
    int end = 0;
    while (end < characters.length && characters[end] != '\n') {
      end++;
    }
    SealPurpose purpose = SealHeader.parse(new String(characters, 0, end), place);
    int from = Math.min(end + 1, characters.length);
    return new Unsealed(purpose, KeyLines.parse(characters, from, inside, 2), place);
  }

  private static boolean startsWith(char[] characters, String start) {
    return characters.length >= start.length()
        && new String(characters, 0, start.length()).equals(start);
  }

  private byte[] decrypt(byte[] sealed, Place place) {
    if (sealed.length > MAX_SEALED_BYTES) {
      throw problem(
          place,
          "sealed-too-large",
          "it is larger than " + MAX_SEALED_BYTES + " bytes",
          "split the keys over several files");
    }
    int start = firstByte(sealed);
    boolean armored = begins(sealed, start, ARMOR);
    if (!armored && !begins(sealed, 0, BINARY)) {
      throw problem(
          place,
          "sealed-not-age",
          "this is no age file",
          "seal the key with relayctl seal; a key in clear must never be committed");
    }
    DecryptingChannelFactory factory =
        armored ? new ArmoredDecryptingChannelFactory() : new StandardDecryptingChannelFactory();
    InputStream source =
        armored
            ? new ByteArrayInputStream(sealed, start, sealed.length - start)
            : new ByteArrayInputStream(sealed);
    List<RecipientStanzaReader> readers = identity.readers();
    try (ReadableByteChannel channel =
            factory.newDecryptingChannel(Channels.newChannel(source), readers);
        InputStream plain = Channels.newInputStream(channel)) {
      return plain.readAllBytes();
    } catch (UnsupportedRecipientStanzaException otherRecipient) {
      throw problem(
          place,
          "sealed-for-others",
          "it is not sealed to this identity (" + identity.recipient() + ")",
          "seal it to that recipient as well, or give the right --identity");
    } catch (GeneralSecurityException
        | IOException
        | BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException damaged) {
      // the unchecked ones are how the library meets a header or an armor that ends early
      throw problem(
          place,
          "sealed-damaged",
          "the age file is truncated or was changed",
          "take it from where it was made, or seal the key again");
    }
  }

  private static int firstByte(byte[] sealed) {
    int start = 0;
    while (start < sealed.length
        && (sealed[start] == ' '
            || sealed[start] == '\t'
            || sealed[start] == '\r'
            || sealed[start] == '\n')) {
      start++;
    }
    return start;
  }

  private static boolean begins(byte[] bytes, int from, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    return from + wanted.length <= bytes.length
        && Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length);
  }

  private static InvalidInputException problem(
      Place place, String code, String message, String fix) {
    return new InvalidInputException(Problem.at(place, "", code, message, fix));
  }
}
