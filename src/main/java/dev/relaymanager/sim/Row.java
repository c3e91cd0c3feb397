package dev.relaymanager.sim;

/** Anything that is stored under an ascending id. */
interface Row {
  long id();
}
