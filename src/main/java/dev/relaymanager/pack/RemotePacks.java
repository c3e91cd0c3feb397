package dev.relaymanager.pack;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.RelayException;
import org.jspecify.annotations.Nullable;

/** Brings packs from elsewhere. */
public interface RemotePacks {
  /**
   * A pack. Whoever pins it compares its digest with the one that was asked for: when the source
   * gives another pack now, that one is returned.
   *
   * @param digest of the wanted pack, which may then come from an earlier fetch; null for whatever
   *     the source gives now
   * @throws InvalidInputException with everything that is wrong with the pack
   * @throws EnvironmentException when it cannot be brought; a repository has its own {@link
   *     RelayException}
   */
  Pack fetch(PackSource.Remote source, @Nullable String digest);
}
