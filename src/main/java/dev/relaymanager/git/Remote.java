package dev.relaymanager.git;

import dev.relaymanager.git.GitException.Kind;
import dev.relaymanager.model.Problem;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/**
 * The repository that the mirror is of. Every call opens and closes a connection of its own.
 *
 * <p>Thread-safe.
 */
final class Remote {
  /** How long a connection may stay silent. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final List<String> DECIDING_HOOKS =
      List.of("pre-receive", "update", "proc-receive", "reference-transaction");

  private final Repository mirror;
  private final RepositoryAddress address;
  private final Optional<Credentials> credentials;

  Remote(Repository mirror, RepositoryAddress address, Optional<Credentials> credentials) {
    this.mirror = mirror;
    this.address = address;
    this.credentials = credentials;
  }

  /** The remote's references whose names begin with one of these prefixes, by full name. */
  Map<String, Ref> list(String... prefixes) {
    try (Transport transport = open();
        FetchConnection connection = transport.openFetch(List.of(), prefixes)) {
      Map<String, Ref> references = new TreeMap<>(connection.getRefsMap());
      // A HEAD whose branch is not born yet points at nothing.
      references.values().removeIf(reference -> reference.getObjectId() == null);
      // Servers of the older protocol send everything, whatever was asked for.
      references.keySet().removeIf(name -> Arrays.stream(prefixes).noneMatch(name::startsWith));
      return references;
    } catch (IOException failure) {
      throw Failures.remote(failure, address);
    }
  }

  FetchResult fetch(List<RefSpec> wanted, FetchProgress progress) {
    try (Transport transport = open()) {
      transport.setTagOpt(TagOpt.NO_TAGS);
      return transport.fetch(new ProgressRelay(progress), wanted);
    } catch (IOException failure) {
      throw Failures.remote(failure, address);
    }
  }

  /** Does not throw when the remote rejects the update: its status and message say so. */
  PushResult push(RemoteRefUpdate update) {
    try (Transport transport = open()) {
      return transport.push(new ProgressRelay(FetchProgress.NONE), List.of(update));
    } catch (IOException failure) {
      throw Failures.remote(failure, address);
    }
  }

  /**
   * What speaks against pushing to a folder on this machine. There JGit plays the receiving side
   * itself and runs none of its hooks, so a hook that decides who may push would be passed over.
   */
  Optional<Problem> obstacleToPush(String fullBranch) throws IOException {
    if (!(address instanceof RepositoryAddress.Folder folder)) {
      return Optional.empty();
    }
    requireRepository(folder);
    File gitFolder = RepositoryCache.FileKey.resolve(folder.path().toFile(), FS.DETECTED);
    if (gitFolder == null) {
      throw Failures.notARepository(address, null);
    }
    try (Repository repository = new FileRepositoryBuilder().setGitDir(gitFolder).build()) {
      for (String hook : DECIDING_HOOKS) {
        if (FS.DETECTED.findHook(repository, hook) != null) {
          return Optional.of(
              Problem.of(
                  "report-hook",
                  folder + " has a " + hook + " hook, which is not run from here",
                  "give the repository's https:// address, where its server runs the hook"));
        }
      }
      if (!repository.isBare() && fullBranch.equals(repository.getFullBranch())) {
        return Optional.of(
            Problem.of(
                "report-branch-checked-out",
                fullBranch + " is checked out in " + folder,
                "check out another branch there, or give the address of a bare repository"));
      }
    }
    return Optional.empty();
  }

  private Transport open() throws IOException {
    Transport transport =
        switch (address) {
          case RepositoryAddress.Folder folder -> {
            requireRepository(folder);
            // Not parsed as text: a path may look like host:path.
            yield Transport.open(mirror, new URIish().setPath(folder.path().toString()));
          }
          case RepositoryAddress.Web web -> {
            Transport opened = Transport.open(mirror, urlOf(web));
            credentials.ifPresent(
                given -> opened.setCredentialsProvider(new OriginCredentials(web.url(), given)));
            yield opened;
          }
        };
    transport.setTimeout(Math.toIntExact(SILENCE.toSeconds()));
    return transport;
  }

  private void requireRepository(RepositoryAddress.Folder folder) {
    if (Files.isRegularFile(folder.path())) {
      // JGit would take it for a bundle.
      throw Failures.notARepository(address, null);
    }
    if (!Files.isDirectory(folder.path())) {
      throw new GitException(
          Kind.UNREACHABLE, "there is no folder " + folder, "check the path of the repository");
    }
    if (Files.exists(folder.path().resolve(".git/shallow"))
        || Files.exists(folder.path().resolve("shallow"))) {
      throw new GitException(
          Kind.SHALLOW,
          folder + " is a shallow clone: it lacks the history that Git needs to hand it on",
          "run git fetch --unshallow there (in CI: fetch-depth: 0)");
    }
  }

  private static URIish urlOf(RepositoryAddress.Web web) {
    try {
      return new URIish(web.url().toString());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("a URL that JGit cannot read: " + web, impossible);
    }
  }
}
