package dev.relaymanager.desired;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that follows from the bytes of a file alone, by the file's blob id. Remembers what was
 * asked for since {@link #begin}, and forgets the rest when it is saved: a file that is gone would
 * stay for ever otherwise. Used by one thread.
 *
 * @param <T> what follows
 */
public abstract sealed class ByBlob<T> permits KeyNames, ParsedFiles {
  private final Map<String, T> known = new HashMap<>();
  private final Map<String, T> used = new HashMap<>();
  private boolean learnt;

  /** A tree is about to be read. */
  public final void begin() {
    used.clear();
    learnt = false;
  }

  /** Whether something was not known yet since {@link #begin}, so that saving is worth it. */
  public final boolean hasLearnt() {
    return learnt;
  }

  @Nullable T get(String blobId) {
    T found = known.get(blobId);
    if (found != null) {
      used.put(blobId, found);
    }
    return found;
  }

  void put(String blobId, T what) {
    known.put(blobId, what);
    used.put(blobId, what);
    learnt = true;
  }

  /** What was used since {@link #begin}; everything else is forgotten. */
  public final byte[] saved() {
    known.keySet().retainAll(used.keySet());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(known.size());
      for (Map.Entry<String, T> entry : known.entrySet()) {
        out.writeUTF(entry.getKey());
        write(entry.getValue(), out);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing into memory failed", impossible);
    }
    return bytes.toByteArray();
  }

  final void restore(DataInputStream in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      known.put(in.readUTF(), read(in));
    }
    if (in.read() >= 0) {
      throw new EOFException("more came than was to come");
    }
  }

  abstract void write(T what, DataOutputStream out) throws IOException;

  abstract T read(DataInputStream in) throws IOException;
}
