package dev.relaymanager.cli;

import dev.relaymanager.api.Service;
import java.time.Duration;

/** What a running service says. */
final class ServiceTalk {
  private static final int LOCK_LOST = 4;

  private ServiceTalk() {}

  static Service.Listeners listeners(OutputOptions output, Talk talk) {
    return new Service.Listeners(
        talk,
        result -> CycleText.tell(result, output, talk),
        newer -> talk.stage(CycleText.overtakenBy(newer)),
        talk::stage);
  }

  /** Runs it to its end; returns what the process exits with. */
  static int run(Service service, Talk talk, Duration interval) throws InterruptedException {
    if (service.isServing()) {
      talk.stage("serving the API at " + service.url());
    }
    boolean asked =
        service.run(failed -> talk.warning(failed.explanation() + "; tried again in " + interval));
    if (!asked) {
      System.err.println("error: another process took the lock of the state; this one ends");
      return LOCK_LOST;
    }
    return 0;
  }
}
