package dev.relaymanager.sim;

/**
 * Which upstream path {@code accounts/:id/test} can take: until 0.1.130 only Responses, so that
 * every working DeepSeek-like account fails it (contract.md 5.5).
 */
enum AccountTests {
  BY_RESPONSES_ONLY,
  BY_WHAT_THE_UPSTREAM_HAS
}
