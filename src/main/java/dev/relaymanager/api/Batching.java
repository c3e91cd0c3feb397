package dev.relaymanager.api;

import dev.relaymanager.apply.BatchHeader;
import dev.relaymanager.apply.Journal;
import dev.relaymanager.engine.ApplyOptions;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.engine.PlanOptions;
import dev.relaymanager.engine.Planned;
import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.Problem;
import dev.relaymanager.model.RelayException;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Selection;
import dev.relaymanager.report.Json;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.Declarations;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries declared changes out as batches: declared and announced first, then done by the one
 * thread that may, and waited for as the caller wishes.
 */
final class Batching {
  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Pattern WAIT_WORD = Pattern.compile("(?i)\\bwait\\s*=\\s*\"?([0-9]{1,6})");
  private static final Pattern ASYNC_WORD = Pattern.compile("(?i)\\brespond-async\\b");

  private final Desk desk;
  private final BatchJson batches;

  Batching(Desk desk, BatchJson batches) {
    this.desk = desk;
    this.batches = batches;
  }

  /**
   * Declares something, announces the batch that will carry it out, and has it carried out.
   *
   * @param header whose origin is not known yet
   */
  Answer.Whole carryOut(
      Call call, Declarations.Wish wish, BatchHeader header, @Nullable String commitId) {
    long version = desk.declarations().add(wish);
    BatchHeader announced =
        new BatchHeader(
            header.id(),
            header.host(),
            header.importName(),
            header.packId(),
            header.providerId(),
            header.mode(),
            BatchOrigin.ofApi(version, commitId),
            header.author(),
            header.openedAt());
    desk.store().journal(desk.lease().fencing()).openBatch(announced);
    Set<String> allow = allowed(call);
    CompletableFuture<Boolean> work =
        desk.jobs()
            .submit(
                engine -> {
                  apply(engine, announced, allow);
                  return true;
                });
    return batch(call, work, announced.id());
  }

  static Set<String> allowed(Call call) {
    Set<String> allow = new HashSet<>();
    call.json().path("allow").forEach(word -> allow.add(word.stringValue()));
    return allow;
  }

  /**
   * Waits for work as the caller wishes.
   *
   * @return what the batch has come to; 202 when it goes on
   */
  Answer.Whole batch(Call call, CompletableFuture<?> work, String batchId) {
    try {
      work.get(patience(call).toMillis(), TimeUnit.MILLISECONDS);
      return batches.answer(batchId);
    } catch (TimeoutException goesOn) {
      return batches.accepted(batchId);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      return batches.accepted(batchId);
    } catch (ExecutionException failed) {
      Answer.Whole told = Problems.of(failed);
      if (told == null) {
        throw new IllegalStateException("batch " + batchId + " failed", failed.getCause());
      }
      return told.of(batchId, told.outcome());
    }
  }

  /**
   * Waits for work that is no batch.
   *
   * @param goesOnAt where to look at what it comes to, when it goes on
   */
  static Answer.Whole awaited(Call call, CompletableFuture<Answer.Whole> work, String goesOnAt) {
    try {
      return work.get(patience(call).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException goesOn) {
      return Answer.json(202, Json.object().putNull("batch_id").put("status", "pending"))
          .with("Location", goesOnAt);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      throw new CompletionException(ending);
    } catch (ExecutionException failed) {
      throw new CompletionException(failed.getCause());
    }
  }

  private static Duration patience(Call call) {
    String wish = call.header("Prefer").orElse("");
    if (ASYNC_WORD.matcher(wish).find()) {
      return Duration.ZERO;
    }
    Matcher wait = WAIT_WORD.matcher(wish);
    if (!wait.find()) {
      return WAIT;
    }
    Duration wanted = Duration.ofSeconds(Long.parseLong(wait.group(1)));
    return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
  }

  /**
   * Refuses a plan for a host that could not be read.
   *
   * @throws ApiException 502 with the reason
   */
  static void requireRead(Plan plan, String host) {
    String unread = plan.unread().get(host);
    if (unread != null) {
      throw new ApiException(
          502,
          "host-unusable",
          unread,
          List.of(Problem.of("host-unusable", unread, "nothing was changed; ask again")));
    }
  }

  /** On the thread that may change hosts. */
  private void apply(Engine engine, BatchHeader batch, Set<String> allow) {
    try {
      Loaded loaded = engine.loadApplied();
      Planned planned = engine.plan(loaded, true, PlanOptions.onHosts(Set.of(batch.host())));
      requireRead(planned.plan(), batch.host());
      engine.apply(
          planned.narrowed(
              new Selection(List.of(batch.host() + "/" + batch.importName()), List.of())),
          new ApplyOptions(allow, desk.stop()),
          desk.lease());
    } catch (RelayException | ApiException failed) {
      giveUp(batch.id(), String.valueOf(failed.getMessage()));
      throw failed;
    }
    withdrawIfNothingWasDone(batch.id());
  }

  /** What was not begun is not wanted any more: whoever asked for it is told so. */
  private void giveUp(String batchId, String why) {
    Batches.Batch batch = desk.store().batches().get(batchId).orElseThrow();
    if (batch.state() == BatchState.PENDING) {
      Journal journal = desk.store().journal(desk.lease().fencing());
      journal.moveBatch(batchId, BatchState.FAILED, why);
    }
    withdrawIfNothingWasDone(batchId);
  }

  private void withdrawIfNothingWasDone(String batchId) {
    Batches.Batch batch = desk.store().batches().get(batchId).orElseThrow();
    boolean didSomething =
        desk.store().batches().items(batchId).stream()
            .anyMatch(item -> item.state() != Batches.ItemState.NOT_DONE);
    if (batch.state() == BatchState.FAILED && !didSomething && !desk.stop().getAsBoolean()) {
      desk.declarations().withdraw(batchId);
    }
  }
}
