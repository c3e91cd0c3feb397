package dev.relaymanager.sim;

/** A handler's way out when the host says no; it carries the whole answer. */
final class Refusal extends RuntimeException {
  private final transient Reply reply;

  Refusal(Reply reply) {
    super("refused with " + reply.status(), null, false, false);
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }

  /** What the host's binding of bodies and ids says: 400 without a reason. */
  static Refusal badRequest(String message) {
    return new Refusal(Envelope.refused(400, message, null, null));
  }

  /**
   * What the host makes of most failed validations and every failure of its database: 500 without a
   * reason (contract.md 2.1).
   */
  static Refusal internal() {
    return new Refusal(Envelope.refused(500, "something failed inside", null, null));
  }
}
