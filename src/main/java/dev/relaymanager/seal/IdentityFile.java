package dev.relaymanager.seal;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The file an identity lives in: {@code #} comments, empty lines, and an identity a line. */
final class IdentityFile {
  private static final int MAX_BYTES = 64 * 1024;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private IdentityFile() {}

  static List<Secret> read(Path file) {
    if (!Files.exists(file)) {
      throw problem(
          file,
          0,
          "identity-missing",
          "there is no identity file here",
          "make one with relayctl keygen or age-keygen -o, or name another with --identity");
    }
    if (!Files.isRegularFile(file)) {
      throw problem(
          file,
          0,
          "identity-not-a-file",
          "this is no regular file",
          "name the identity file itself");
    }
    refuseIfOthersMayUse(file);
    byte[] bytes = bytes(file);
    List<Secret> identities = new ArrayList<>();
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\\R", -1)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (!Identity.isIdentity(text)) {
        throw problem(file, number, "identity-bad-line", whatItIs(text), wayOut(text));
      }
      identities.add(Secret.of(text));
    }
    if (identities.isEmpty()) {
      throw problem(
          file,
          0,
          "identity-empty",
          "the file holds no identity",
          "it should have a line that begins with " + Identity.LINE_START);
    }
    return identities;
  }

  /** Says what stands there without repeating it: it may be a damaged secret. */
  private static String whatItIs(String line) {
    if (line.startsWith("age-encryption.org/") || line.startsWith("-----BEGIN AGE ENCRYPTED")) {
      return "the identity file is itself encrypted";
    }
    if (line.startsWith("-----BEGIN ")) {
      return "this is an SSH or PEM key, not an age identity";
    }
    if (line.startsWith("age1")) {
      return "this is a recipient (public), not an identity";
    }
    if (line.startsWith(Identity.LINE_START)) {
      return "the identity is damaged: its length or check sum is wrong";
    }
    return "this line is no age X25519 identity";
  }

  private static String wayOut(String line) {
    return line.startsWith("age-encryption.org/") || line.startsWith("-----BEGIN AGE ENCRYPTED")
        ? "decrypt it first: age -d -o FILE, then chmod 600 FILE"
        : "a line is a # comment or begins with " + Identity.LINE_START;
  }

  private static void refuseIfOthersMayUse(Path file) {
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException noSuchPermissions) {
      return; // a file system without them keeps others out in its own way, or cannot
    } catch (IOException fault) {
      throw unreadable(file, fault);
    }
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw problem(
          file,
          0,
          "identity-readable-by-others",
          "mode is "
              + PosixFilePermissions.toString(permissions)
              + ": others than its owner reach it",
          "chmod 600 " + file);
    }
  }

  private static byte[] bytes(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException fault) {
      throw unreadable(file, fault);
    }
    if (bytes.length > MAX_BYTES) {
      throw problem(
          file,
          0,
          "identity-too-large",
          "the file is larger than " + MAX_BYTES + " bytes",
          "an identity file has a few lines");
    }
    return bytes;
  }

  static void write(Path file, List<Secret> identities, List<Recipient> recipients) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < identities.size(); i++) {
      text.append("# public key: ").append(recipients.get(i)).append('\n');
      identities.get(i).reveal(text::append).append('\n');
    }
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException exists) {
      throw problem(
          file,
          0,
          "identity-exists",
          "there is a file here already, and an identity is never overwritten",
          "keep it, or write the new identity to another file");
    } catch (IOException fault) {
      throw new EnvironmentException("cannot write " + file + ": " + reason(fault), fault);
    }
  }

  private static EnvironmentException unreadable(Path file, IOException fault) {
    return new EnvironmentException("cannot read " + file + ": " + reason(fault), fault);
  }

  private static String reason(IOException fault) {
    return fault.getClass().getSimpleName().replace("Exception", "");
  }

  private static InvalidInputException problem(
      Path file, int line, String code, String message, String fix) {
    return new InvalidInputException(
        Problem.at(new Place(file.toString(), line, 0), "", code, message, fix));
  }
}
