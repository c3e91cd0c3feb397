package dev.relaymanager.seal;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.armor.ArmoredEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Seals keys for a purpose: armored age text that is safe to commit, and that {@code age -d} opens
 * too.
 */
public final class Sealer {
  private Sealer() {}

  /**
   * Seals.
   *
   * @param keys at least one
   * @param recipients any of whom can open it; at least one
   */
  public static String seal(List<Secret> keys, SealPurpose purpose, List<Recipient> recipients) {
    if (keys.isEmpty() || recipients.isEmpty()) {
      throw new IllegalArgumentException("sealing needs a key and a recipient");
    }
    ClearableOutput plain = new ClearableOutput();
    try {
      plain.writeBytes((SealHeader.line(purpose) + "\n").getBytes(StandardCharsets.UTF_8));
      for (Secret key : keys) {
        key.revealBytes(
            bytes -> {
              plain.writeBytes(bytes);
              plain.write('\n');
              return bytes.length;
            });
      }
      return encrypt(plain.buffer(), recipients);
    } finally {
      plain.clear();
    }
  }

  private static String encrypt(ByteBuffer plain, List<Recipient> recipients) {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try {
      List<RecipientStanzaWriter> writers = new ArrayList<>();
      for (Recipient recipient : recipients.stream().distinct().toList()) {
        writers.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient.text()));
      }
      try (WritableByteChannel channel =
          new ArmoredEncryptingChannelFactory()
              .newEncryptingChannel(Channels.newChannel(sealed), writers)) {
        while (plain.hasRemaining()) {
          channel.write(plain);
        }
      }
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java lacks what age needs", missing);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return sealed.toString(StandardCharsets.US_ASCII);
  }

  /** A buffer that leaves nothing behind. */
  private static final class ClearableOutput extends ByteArrayOutputStream {
    @Override
    public synchronized void write(int value) {
      ensureRoom(1);
      super.write(value);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      ensureRoom(length);
      super.write(bytes, offset, length);
    }

    /** Grows by itself, so that the outgrown array can be cleared. */
    private void ensureRoom(int more) {
      if (count + more > buf.length) {
        byte[] outgrown = buf;
        buf = Arrays.copyOf(buf, Math.max(buf.length * 2, count + more));
        Arrays.fill(outgrown, (byte) 0);
      }
    }

    synchronized ByteBuffer buffer() {
      return ByteBuffer.wrap(buf, 0, count);
    }

    synchronized void clear() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
