package dev.relaymanager.engine;

import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.declared.EmptyTree;
import dev.relaymanager.declared.OverlayTree;
import dev.relaymanager.desired.KeyNames;
import dev.relaymanager.desired.ParsedFiles;
import dev.relaymanager.git.Credentials;
import dev.relaymanager.git.FetchProgress;
import dev.relaymanager.git.FolderTree;
import dev.relaymanager.git.Mirror;
import dev.relaymanager.git.RepositoryAddress;
import dev.relaymanager.git.Revision;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.RemotePacks;
import dev.relaymanager.packsource.PackFetcher;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.SecretOpener;
import dev.relaymanager.store.Declarations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the engine works with and opens only when it is needed: repository, identity, connections to
 * vendors. Used by one thread.
 */
final class Workspace implements AutoCloseable {
  private final EngineSettings settings;
  private final Supplier<Declarations> declarations;
  private @Nullable Identity identity;
  private @Nullable Remembered remembered;
  private @Nullable Mirror mirror;
  private @Nullable HttpCaller vendorHttp;

  /**
   * A workspace.
   *
   * @param declarations what came over the API; asked for when a tree is read
   */
  Workspace(EngineSettings settings, Supplier<Declarations> declarations) {
    this.settings = settings;
    this.declarations = declarations;
  }

  /** A tree, and the commit it belongs to; null for a plain folder. */
  record Source(FileTree tree, @Nullable Revision revision) {}

  /** What the followed ref is at now; asks the remote. */
  Source source() {
    return source(settings.ref());
  }

  /**
   * What a ref is at now; asks the remote. A plain folder is what it is.
   *
   * @param ref a branch, a tag, or a commit's full id
   */
  Source source(String ref) {
    Source repository = inRepository(ref);
    return new Source(
        OverlayTree.of(repository.tree(), ApiDocuments.standing(declarations.get())),
        repository.revision());
  }

  private Source inRepository(String ref) {
    if (!hasRepository()) {
      return new Source(new EmptyTree(), null);
    }
    Path folder = plainFolder();
    if (folder != null) {
      return new Source(FolderTree.of(folder), null);
    }
    Mirror repository = mirror();
    Revision revision = repository.fetch(ref, FetchProgress.NONE);
    return new Source(repository.tree(revision), revision);
  }

  /** What stood when something came over the API; the remote is not asked. */
  Optional<Source> known(BatchOrigin.Api api) {
    String commit = api.commitId();
    Optional<Source> repository =
        commit != null
            ? known(commit)
            : Optional.of(
                hasRepository() ? inRepository(settings.ref()) : new Source(new EmptyTree(), null));
    return repository.map(
        source ->
            new Source(
                OverlayTree.of(source.tree(), ApiDocuments.asOf(declarations.get(), api.version())),
                source.revision()));
  }

  /** A commit that was fetched earlier, with what stands of the API; the remote is not asked. */
  Optional<Source> knownNow(String commitId) {
    return known(commitId)
        .map(
            source ->
                new Source(
                    OverlayTree.of(source.tree(), ApiDocuments.standing(declarations.get())),
                    source.revision()));
  }

  /** Whether a repository or folder is followed at all. */
  boolean hasRepository() {
    return settings.repository() != null || !settings.withoutRepository();
  }

  /** Whether there is a branch to commit reports to. */
  boolean canReport() {
    return hasRepository() && plainFolder() == null;
  }

  /** A commit that was fetched earlier; the remote is not asked. Empty when it was not. */
  Optional<Source> known(String commitId) {
    return mirror()
        .lastFetched(commitId)
        .map(revision -> new Source(mirror().tree(revision), revision));
  }

  /** Reads a tree whole, keys included, without remembering anything of it. */
  Loaded read(Source source) {
    return RevisionLoader.read(
        source.tree(),
        source.revision(),
        remotePacks(),
        opener(source.tree()),
        identity(),
        ParsedFiles.none(),
        KeyNames.none());
  }

  /** A folder of YAML that is no Git repository of its own, or null. */
  private @Nullable Path plainFolder() {
    Path folder = Path.of(repository().replaceFirst("^file://", ""));
    boolean repository =
        Files.isDirectory(folder.resolve(".git"))
            || Files.isRegularFile(folder.resolve(".git"))
            || Files.isRegularFile(folder.resolve("HEAD"));
    return Files.isDirectory(folder) && !repository ? folder : null;
  }

  /**
   * Refuses to begin what ends in a report when there is no branch to commit it to.
   *
   * @throws InvalidInputException for a plain folder
   */
  void checkCanReport() {
    Path folder = plainFolder();
    if (folder != null) {
      throw new InvalidInputException(
          Problem.of(
              "no-report-branch",
              folder + " is a plain folder, which has no branch to commit reports to",
              "give a Git repository; a folder of YAML does for validate, plan and apply"));
    }
  }

  /** URL or path of the repository. */
  String repository() {
    String repository = settings.repository();
    if (repository == null) {
      throw new InvalidInputException(
          Problem.of(
              "no-repository",
              "no repository is given",
              "say --repo URL or set RELAY_REPO; a folder of YAML works too, but for reports"));
    }
    return repository;
  }

  /** For calls to vendors. */
  HttpCaller vendorHttp() {
    if (vendorHttp == null) {
      vendorHttp =
          new HttpCaller(
              HttpSettings.standard().withCa(settings.caPem()).withConnectTo(settings.connectTo()));
    }
    return vendorHttp;
  }

  /** The repository, opened when it is first needed. */
  Mirror mirror() {
    if (mirror == null) {
      mirror = Mirror.open(settings.state(), RepositoryAddress.parse(repository()), credentials());
    }
    return mirror;
  }

  private Optional<Credentials> credentials() {
    return settings.gitToken() == null
        ? Optional.empty()
        : Optional.of(
            new Credentials(
                settings.gitUser() == null ? "git" : settings.gitUser(), settings.gitToken()));
  }

  /** Packs from elsewhere. */
  RemotePacks remotePacks() {
    return new PackFetcher(
        settings.state(),
        HttpSettings.standard().withCa(settings.caPem()),
        address -> isOnOurServer(address) ? credentials() : Optional.empty());
  }

  /** The token of the followed repository goes to the server that it is for, and to no other. */
  private boolean isOnOurServer(RepositoryAddress address) {
    return settings.repository() != null
        && plainFolder() == null
        && address instanceof RepositoryAddress.Web web
        && web.sharesServerWith(RepositoryAddress.parse(settings.repository()));
  }

  /** The identity, read when it is first needed. */
  Identity identity() {
    if (identity == null) {
      Path file = settings.identity();
      if (file == null) {
        throw new InvalidInputException(
            Problem.of(
                "no-identity",
                "no identity is given, so no key can be opened or named",
                "say --identity FILE or set RELAY_IDENTITY; relayctl keygen makes one"));
      }
      identity = Identity.read(file);
    }
    return identity;
  }

  /** What earlier readings taught, read when it is first needed. */
  Remembered remembered() {
    if (remembered == null) {
      remembered = Remembered.open(settings.state(), identity().fingerprinter());
    }
    return remembered;
  }

  /** Opens what documents of a tree name. */
  SecretOpener opener(FileTree tree) {
    return new SecretOpener(tree, identity(), settings.environment());
  }

  @Override
  public void close() {
    if (vendorHttp != null) {
      vendorHttp.close();
    }
    if (mirror != null) {
      mirror.close();
    }
  }
}
