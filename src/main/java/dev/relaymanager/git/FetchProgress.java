package dev.relaymanager.git;

/** Told how a fetch gets on. Called from the fetching thread, some times a second at most. */
@FunctionalInterface
public interface FetchProgress {
  /** Tells nobody. */
  FetchProgress NONE = (task, done, total) -> {};

  /**
   * A piece of the work moved on.
   *
   * @param task as Git calls it: {@code Receiving objects}
   * @param done how much of it is done
   * @param total how much there is; 0 when not known
   */
  void at(String task, int done, int total);
}
