package dev.relaymanager.sim;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The host's own question to an upstream some time after an account was made: does it have
 * Responses? The answer is left in the account as {@link ResponsesMode#MARK} (contract.md 5.3).
 */
final class ResponsesProbe {
  private final State state;
  private final Habits habits;
  private final Upstream upstream;
  private final Duration delay;

  private final Object counting = new Object();
  private int underWay;

  ResponsesProbe(State state, Habits habits, Upstream upstream, Duration delay) {
    this.state = state;
    this.habits = habits;
    this.upstream = upstream;
    this.delay = delay;
  }

  /** Asks later, if the account is of the kind that is asked; called under the state's lock. */
  void soon(AccountRow row) {
    if (!row.openAiByKey() || row.apiKey().isEmpty() || !Upstream.usable(row.baseUrl())) {
      return;
    }
    long id = row.id;
    count(1);
    Thread.ofVirtual()
        .name("responses-probe-" + id)
        .start(
            () -> {
              try {
                Waits.sleep(delay);
                ask(id);
              } finally {
                count(-1);
              }
            });
  }

  /**
   * Waits until no probe is under way.
   *
   * @throws IllegalStateException if that takes longer than {@code atMost}
   */
  void await(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (counting) {
      while (underWay > 0) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw new IllegalStateException(underWay + " probes still run after " + atMost);
        }
        try {
          counting.wait(left);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private void count(int more) {
    synchronized (counting) {
      underWay += more;
      counting.notifyAll();
    }
  }

  private record Question(String baseUrl, String key, String model) {}

  private void ask(long id) {
    Question question = state.read(() -> questionFor(id));
    if (question == null) {
      return;
    }
    ObjectNode body = Json.object().put("model", question.model()).put("input", "hi");
    switch (upstream.post(question.baseUrl(), question.key(), UpstreamUrl.RESPONSES, body)) {
      case Upstream.Answer.Answered answered -> {
        boolean lacking = answered.status() == 404 || answered.status() == 405;
        state.change(() -> mark(id, !lacking));
      }
      case Upstream.Answer.Unreachable unreachable -> {}
    }
  }

  private @Nullable Question questionFor(long id) {
    AccountRow row = state.accounts.find(id);
    return row == null ? null : new Question(row.baseUrl(), row.apiKey(), habits.probeModel(row));
  }

  private void mark(long id, boolean supported) {
    AccountRow row = state.accounts.find(id);
    if (row != null) {
      row.extra = row.extra.deepCopy().put(ResponsesMode.MARK, supported);
      row.updated = state.now();
    }
  }
}
