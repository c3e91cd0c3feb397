package dev.relaymanager.git;

import dev.relaymanager.git.GitException.Kind;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.RelayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.errors.PackMismatchException;
import org.eclipse.jgit.internal.JGitText;
import org.jspecify.annotations.Nullable;

/** Puts JGit's exceptions into words that tell an operator what to do. */
final class Failures {
  private Failures() {}

  /**
   * A failure while talking to the remote repository. JGit types few of them; the others are told
   * apart by JGit's own texts, taken from its message catalogue.
   */
  static GitException remote(Exception failure, RepositoryAddress address) {
    if (failure instanceof GitException known) {
      return known;
    }
    String detail = detail(failure);
    if (find(failure, NoRemoteRepositoryException.class).isPresent()
        || detail.contains(start(JGitText.get().invalidAdvertisementOf))
        || detail.contains(start(JGitText.get().expectedReceivedContentType))) {
      return notARepository(address, failure);
    }
    if (detail.contains(JGitText.get().notAuthorized)
        || detail.contains(JGitText.get().noCredentialsProvider)
        || detail.contains(JGitText.get().authenticationNotSupported)) {
      return new GitException(
          Kind.CREDENTIALS_REFUSED,
          "the server of " + address + " refused the credentials, or got none",
          "give a user name and a token that is valid and may read this repository",
          failure);
    }
    if (detail.contains("not permitted on")) {
      return new GitException(
          Kind.NOT_PERMITTED,
          "the server of " + address + " does not allow this",
          "give the token's user the right to read, and for reports to write",
          failure);
    }
    if (detail.contains(start(JGitText.get().redirectsOff))) {
      return new GitException(
          Kind.UNREACHABLE,
          address + " sends on to another address, which is not followed",
          "give the address that it sends on to",
          failure);
    }
    return new GitException(
        Kind.UNREACHABLE,
        "cannot reach the repository " + address + ": " + detail,
        "check the address, the network and the server's certificate, then run again",
        failure);
  }

  static GitException notARepository(RepositoryAddress address, @Nullable Exception cause) {
    String message = "there is no Git repository at " + address;
    String fix =
        "check the address; a forge also answers so when the token may not see the repository";
    return cause == null
        ? new GitException(Kind.NOT_A_REPOSITORY, message, fix)
        : new GitException(Kind.NOT_A_REPOSITORY, message, fix, cause);
  }

  /** A failure while reading the mirror on disk. */
  static RelayException local(IOException failure, Path mirror) {
    if (find(failure, MissingObjectException.class).isPresent()
        || find(failure, CorruptObjectException.class).isPresent()
        || find(failure, PackInvalidException.class).isPresent()
        || find(failure, PackMismatchException.class).isPresent()
        || find(failure, ConfigInvalidException.class).isPresent()) {
      return damaged(mirror, detail(failure), failure);
    }
    return new EnvironmentException("cannot read " + mirror + ": " + detail(failure), failure);
  }

  static GitException damaged(Path mirror, String detail, @Nullable Exception cause) {
    String message = "the mirror of the repository is damaged: " + detail;
    String fix = "delete the folder " + mirror + ": it is a cache and is fetched again";
    return cause == null
        ? new GitException(Kind.DAMAGED, message, fix)
        : new GitException(Kind.DAMAGED, message, fix, cause);
  }

  /** Whether the mirror's own files are at fault, rather than the way to the remote. */
  static boolean isLocal(Exception failure) {
    return find(failure, PackInvalidException.class).isPresent()
        || find(failure, PackMismatchException.class).isPresent();
  }

  /** The messages of the whole chain: JGit hides the telling one behind a general one. */
  private static String detail(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable link = failure; link != null; link = link.getCause()) {
      String message =
          link.getMessage() == null ? link.getClass().getSimpleName() : link.getMessage();
      String visible = VisibleText.of(message);
      if (text.indexOf(visible) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(visible);
      }
    }
    return text.toString();
  }

  /** A message of the catalogue up to its first placeholder. */
  private static String start(String pattern) {
    int placeholder = pattern.indexOf('{');
    return placeholder < 0 ? pattern : pattern.substring(0, placeholder);
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable link = failure; link != null; link = link.getCause()) {
      if (type.isInstance(link)) {
        return Optional.of(type.cast(link));
      }
    }
    return Optional.empty();
  }
}
