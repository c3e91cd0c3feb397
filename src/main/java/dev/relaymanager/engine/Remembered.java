package dev.relaymanager.engine;

import dev.relaymanager.desired.KeyNames;
import dev.relaymanager.desired.ParsedFiles;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.seal.Fingerprinter;
import dev.relaymanager.seal.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What reading earlier revisions taught, by blob id, in memory and in the state folder's {@code
 * cache}. A file there says which program wrote it and ends in a keyed hash of all before it; what
 * is of another program or identity, or not whole, counts for nothing. Everything in it can be
 * learnt again, so it is neither synced to disk nor missed. Used by one thread.
 */
final class Remembered {
  private static final String FORM = "relay-manager cache 1\n";
  private static final String DOCUMENTS = "documents";
  private static final String KEYS = "keys";
  private static final int LONGEST = 256 << 20;

  private final Path folder;
  private final Fingerprinter fingerprinter;
  private final ParsedFiles files;
  private final KeyNames names;

  private Remembered(Path folder, Fingerprinter fingerprinter, ParsedFiles files, KeyNames names) {
    this.folder = folder;
    this.fingerprinter = fingerprinter;
    this.files = files;
    this.names = names;
  }

  private interface Restoring<T> {
    T restore(byte[] saved) throws IOException;
  }

  static Remembered open(Path state, Fingerprinter fingerprinter) {
    Path folder = state.resolve("cache");
    return new Remembered(
        folder,
        fingerprinter,
        read(folder.resolve(DOCUMENTS), fingerprinter, ParsedFiles::of, ParsedFiles.none()),
        read(folder.resolve(KEYS), fingerprinter, KeyNames::of, KeyNames.none()));
  }

  ParsedFiles files() {
    return files;
  }

  KeyNames names() {
    return names;
  }

  /** A tree is about to be read. */
  void begin() {
    files.begin();
    names.begin();
  }

  /** Saves what was learnt since {@link #begin}, if anything was. */
  void save() {
    if (files.hasLearnt()) {
      write(DOCUMENTS, files.saved());
    }
    if (names.hasLearnt()) {
      write(KEYS, names.saved());
    }
  }

  private static <T> T read(
      Path file, Fingerprinter fingerprinter, Restoring<T> restoring, T nothing) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
        return nothing;
      }
      byte[] all = Files.readAllBytes(file);
      byte[] head = head();
      int end = all.length - Fingerprint.BYTES;
      boolean ours =
          end >= head.length
              && Arrays.equals(all, 0, head.length, head, 0, head.length)
              && MessageDigest.isEqual(
                  Arrays.copyOfRange(all, end, all.length),
                  hash(Arrays.copyOf(all, end), fingerprinter));
      return ours ? restoring.restore(Arrays.copyOfRange(all, head.length, end)) : nothing;
    } catch (IOException | RuntimeException unusable) {
      return nothing;
    }
  }

  /** Leaves the file as it was where it cannot be written: the next run learns anew. */
  private void write(String name, byte[] saved) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head());
    all.writeBytes(saved);
    all.writeBytes(hash(all.toByteArray(), fingerprinter));
    try {
      Files.createDirectories(folder);
      Path whole = Files.createTempFile(folder, name, ".new");
      try {
        Files.write(whole, all.toByteArray());
        Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException unwritable) {
      return;
    }
  }

  private static byte[] hash(byte[] bytes, Fingerprinter fingerprinter) {
    try (Secret text = Secret.of(bytes)) {
      return HexFormat.of().parseHex(fingerprinter.of(text).hex());
    }
  }

  /** Another build may read YAML or check documents otherwise. */
  private static byte[] head() {
    String program;
    try {
      Path place =
          Path.of(Remembered.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      program = Files.getLastModifiedTime(place).toMillis() + " " + Files.size(place);
    } catch (IOException | URISyntaxException unknown) {
      program = "unknown";
    }
    return (FORM + program + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
