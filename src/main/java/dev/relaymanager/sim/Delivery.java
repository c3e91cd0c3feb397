package dev.relaymanager.sim;

/** How an answer goes out. */
sealed interface Delivery {
  record Whole(Reply reply) implements Delivery {}

  /** The headers promise the whole body, {@code bytes} of it come; below zero half of it. */
  record Broken(Reply reply, int bytes) implements Delivery {}

  record Endless(Reply reply) implements Delivery {}

  /** No answer at all. */
  record Cut() implements Delivery {}
}
