package dev.relaymanager.sim;

/** Looks on at requests; whatever it does, the request waits for it. */
public interface RequestHook {
  /** Before anything is done. */
  default void before(SeenRequest request) {}

  /** After all is done and before any of the answer leaves. */
  default void after(SeenRequest request) {}
}
