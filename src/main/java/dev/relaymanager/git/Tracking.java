package dev.relaymanager.git;

import dev.relaymanager.git.GitException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TrackingRefUpdate;

/**
 * Remembers in the mirror where the remote's references were, by the name they were asked for. The
 * caller holds the mirror's lock.
 */
final class Tracking {
  private static final String PREFIX = "refs/relay/";
  private static final int ATTEMPTS = 5;

  private final Repository mirror;
  private final Remote remote;

  Tracking(Repository mirror, Remote remote) {
    this.mirror = mirror;
    this.remote = remote;
  }

  /** Where this name pointed when it was last fetched. */
  Optional<ObjectId> last(String name) throws IOException {
    return Optional.ofNullable(mirror.exactRef(local(name))).map(Ref::getObjectId);
  }

  /**
   * Fetches what is not here yet; when nothing is new, the remote is not asked again.
   *
   * @param wanted name to remember it by → what the remote has
   * @return the objects the names point at now, in the map's order
   */
  List<ObjectId> bring(Map<String, Ref> wanted, FetchProgress progress) throws IOException {
    List<RefSpec> specs = new ArrayList<>();
    for (Map.Entry<String, Ref> entry : wanted.entrySet()) {
      ObjectId offered = Objects.requireNonNull(entry.getValue().getObjectId());
      if (!last(entry.getKey()).equals(Optional.of(offered))
          || !mirror.getObjectDatabase().has(offered)) {
        specs.add(new RefSpec("+" + entry.getValue().getName() + ":" + local(entry.getKey())));
      }
    }
    if (!specs.isEmpty()) {
      fetch(specs, progress);
    }
    List<ObjectId> brought = new ArrayList<>();
    for (String name : wanted.keySet()) {
      brought.add(
          last(name)
              .orElseThrow(
                  () ->
                      new GitException(
                          Kind.REF_MISSING,
                          "'" + VisibleText.of(name) + "' went away while it was fetched",
                          "run again")));
    }
    return brought;
  }

  private void fetch(List<RefSpec> specs, FetchProgress progress) {
    for (int attempt = 1; ; attempt++) {
      List<TrackingRefUpdate> failed =
          remote.fetch(specs, progress).getTrackingRefUpdates().stream()
              .filter(update -> !isDone(update.getResult()))
              .toList();
      if (failed.isEmpty()) {
        return;
      }
      boolean locked =
          failed.stream().allMatch(update -> update.getResult() == RefUpdate.Result.LOCK_FAILURE);
      if (!locked || attempt == ATTEMPTS) {
        throw failure(failed.get(0));
      }
      RetryPace.REAL.pause(attempt);
    }
  }

  private static boolean isDone(RefUpdate.Result result) {
    return switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> true;
      case NOT_ATTEMPTED,
          LOCK_FAILURE,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          IO_FAILURE,
          RENAMED ->
          false;
    };
  }

  private GitException failure(TrackingRefUpdate update) {
    if (update.getResult() == RefUpdate.Result.LOCK_FAILURE) {
      return new GitException(
          Kind.LOCKED,
          "something else holds a lock file for "
              + update.getLocalName()
              + " in "
              + mirror.getDirectory(),
          "wait a minute and run again: a lock whose owner died is then removed");
    }
    return Failures.damaged(
        mirror.getDirectory().toPath(),
        "cannot note " + update.getLocalName() + " (" + update.getResult() + ")",
        null);
  }

  /** Flat, because on a remote a branch may take the place of a folder of branches. */
  private static String local(String name) {
    return PREFIX + name.replace("%", "%25").replace("/", "%2F");
  }
}
