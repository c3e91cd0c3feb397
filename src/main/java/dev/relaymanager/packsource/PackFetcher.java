package dev.relaymanager.packsource;

import dev.relaymanager.git.Credentials;
import dev.relaymanager.git.Mirror;
import dev.relaymanager.git.RepositoryAddress;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackLoader;
import dev.relaymanager.pack.PackSource;
import dev.relaymanager.pack.RemotePacks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fetches packs and keeps them in the state folder ({@code packs/}), so that one whose digest is
 * known is fetched once, and is there when its source is not.
 */
public final class PackFetcher implements RemotePacks {
  private final Path folder;
  private final PackCache cache;
  private final HttpSettings http;
  private final Function<RepositoryAddress, Optional<Credentials>> credentials;

  /**
   * A fetcher.
   *
   * @param state folder of the manager's own state
   * @param credentials what to tell a repository's server
   */
  public PackFetcher(
      Path state,
      HttpSettings http,
      Function<RepositoryAddress, Optional<Credentials>> credentials) {
    this.folder = state.resolve("packs");
    this.cache = new PackCache(folder);
    this.http = http;
    this.credentials = credentials;
  }

  @Override
  public Pack fetch(PackSource.Remote source, @Nullable String digest) {
    Optional<Pack> known = digest == null ? Optional.empty() : cache.find(digest);
    return known.orElseGet(() -> bring(source));
  }

  private Pack bring(PackSource.Remote source) {
    byte[] zip =
        switch (source) {
          case PackSource.Web web -> download(web);
          case PackSource.Git git -> zipOf(git);
        };
    Pack pack = PackLoader.load(zip, source.toString());
    cache.keep(pack.digest(), zip);
    return pack;
  }

  private byte[] download(PackSource.Web source) {
    try (HttpCaller caller = new HttpCaller(http)) {
      return new Download(caller, source.url()).bytes();
    }
  }

  private byte[] zipOf(PackSource.Git source) {
    RepositoryAddress address = source.repository();
    try (Mirror mirror = Mirror.open(folderOf(address), address, credentials.apply(address))) {
      return PackLoader.zip(mirror.tree(mirror.fetch(source.ref())), source.folder());
    }
  }

  /** One mirror a repository, whichever of its folders and tags are named. */
  private Path folderOf(RepositoryAddress address) {
    byte[] name = address.toString().getBytes(StandardCharsets.UTF_8);
    return folder.resolve("git").resolve(UUID.nameUUIDFromBytes(name).toString());
  }
}
