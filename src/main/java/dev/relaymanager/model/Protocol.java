package dev.relaymanager.model;

/** Which of OpenAI's two interfaces a vendor serves (contract.md 5.3). */
public enum Protocol {
  /** Only {@code /chat/completions}: the host must be kept from sending {@code /responses}. */
  CHAT_COMPLETIONS,
  /** {@code /responses} as well: the host finds out by itself. */
  RESPONSES
}
