package dev.relaymanager.apply;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.sim.SeenRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/**
 * Many accounts on a host that carries every tenth change out without an answer, and refuses every
 * fifth: made, changed and taken back, each in one run.
 */
public final class LossyApply {
  private static final List<String> METHODS = List.of("POST", "PUT", "DELETE");

  private final Workbench bench;
  private final Wish wish = new Wish();

  private LossyApply(Workbench bench) {
    this.bench = bench;
  }

  /**
   * What came of it.
   *
   * @param accounts on the host when they were made and changed
   * @param duplicates names that stand more than once, then
   * @param lost changes that were carried out and whose answer was lost
   * @param refused changes that were answered 503
   * @param states how the three runs ended
   * @param pending changes that the plans after the three runs still asked for
   * @param left on the host in the end
   */
  public record Result(
      int accounts,
      int duplicates,
      long lost,
      long refused,
      List<BatchState> states,
      int pending,
      int left) {
    /** Whether nothing was made twice and each run did its work to the end. */
    public boolean holds(int wanted) {
      return accounts == wanted
          && duplicates == 0
          && states.stream().allMatch(BatchState.SUCCEEDED::equals)
          && pending == 0
          && left == 0;
    }
  }

  public static Result run(String version, Path folder, int accounts) {
    try (Workbench bench = new Workbench(version, folder)) {
      return new LossyApply(bench).run(accounts);
    }
  }

  private Result run(int accounts) {
    bench.user("alice@example.com");
    wish.users.put("alice@example.com", 30);
    for (int i = 0; i < accounts; i++) {
      wish.keys.put("k%03d".formatted(i), "sk-good-many-%04d".formatted(i));
    }
    METHODS.forEach(method -> bench.fault(method + " /api/v1/admin/*:status=503:every=5"));
    // Without this one, each request whose answer is to be lost would be refused before.
    METHODS.forEach(this::spend);
    METHODS.forEach(method -> bench.fault(method + " /api/v1/admin/*:cut-after:every=10"));

    BatchResult made = bench.apply(wish);
    int pending = pending();
    wish.concurrency = 7;
    BatchResult changed = bench.apply(wish);
    pending += pending();
    List<String> names = bench.names(ResourceType.ACCOUNT);
    wish.declared = false;
    BatchResult removed = bench.apply(wish);
    pending += bench.recorded().resources().size();
    return new Result(
        names.size(),
        names.size() - (int) names.stream().distinct().count(),
        requests(0),
        requests(503),
        List.of(made.state(), changed.state(), removed.state()),
        pending,
        bench.everything().size());
  }

  /** A request that does nothing and counts. */
  private void spend(String method) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(URI.create(bench.sim.url() + "/api/v1/admin/nothing"))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private int pending() {
    ImportPlan plan = bench.plan(wish);
    return plan.changes().size() + plan.drift().size() + plan.obstacles().size();
  }

  private long requests(int status) {
    return bench.sim.requests().stream()
        .filter(SeenRequest::changes)
        .filter(request -> request.status() == status)
        .count();
  }
}
