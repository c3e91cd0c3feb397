package dev.relaymanager.sim;

import java.time.Duration;
import java.time.Instant;

/** What an upstream's refusal does to the account (contract.md 5.7). Under the write lock. */
final class AccountHealth {
  private static final Duration FORBIDDEN = Duration.ofMinutes(10);
  private static final Duration LIMITED = Duration.ofSeconds(5);
  private static final Duration OVERLOADED = Duration.ofMinutes(10);

  private final State state;
  private final Habits habits;

  AccountHealth(State state, Habits habits) {
    this.state = state;
    this.habits = habits;
  }

  /** After a call of a user. */
  void afterChat(long accountId, Upstream.Answer.Answered answered) {
    AccountRow row = state.accounts.find(accountId);
    if (row == null || row.credentials.path("pool_mode").asBoolean(false)) {
      return;
    }
    Instant now = state.now();
    switch (answered.status()) {
      case 401, 402 -> fail(row, "the upstream answered " + answered.status());
      case 403 -> {
        row.forbiddenCount++;
        if (row.forbiddenCount >= 3) {
          fail(row, "the upstream answered 403 three times");
        } else {
          row.tempUnschedulableUntil = now.plus(FORBIDDEN);
          row.tempUnschedulableReason = "the upstream answered 403";
          row.updated = now;
        }
      }
      case 429 -> {
        row.rateLimitedAt = now;
        row.rateLimitReset = now.plus(wait(answered.retryAfter()));
        row.updated = now;
      }
      case 529 -> {
        row.overloadUntil = now.plus(OVERLOADED);
        row.updated = now;
      }
      default -> {}
    }
  }

  /** After the administrator's test: only a refused key leaves a trace (seen on both versions). */
  void afterTest(long accountId, Upstream.Answer.Answered answered) {
    AccountRow row = state.accounts.find(accountId);
    if (row == null) {
      return;
    }
    if (answered.status() == 401) {
      fail(row, "the upstream answered 401 to a test");
    } else if (answered.fine()) {
      row.recover();
      row.updated = state.now();
    }
  }

  private void fail(AccountRow row, String why) {
    row.status = "error";
    row.errorMessage = why;
    row.schedulable = row.schedulable && !habits.late();
    row.updated = state.now();
  }

  private static Duration wait(String retryAfter) {
    try {
      return Duration.ofSeconds(Long.parseLong(retryAfter));
    } catch (NumberFormatException none) {
      return LIMITED;
    }
  }
}
