package dev.relaymanager.certify;

import static dev.relaymanager.certify.Differences.unless;

import dev.relaymanager.certify.Finding.Differs;
import dev.relaymanager.certify.Finding.Holds;
import dev.relaymanager.certify.Finding.NotTried;
import dev.relaymanager.host.GatewayAnswer;
import dev.relaymanager.host.GatewayAnswer.Cause;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.UserKey;
import dev.relaymanager.probe.GatewayProber;
import dev.relaymanager.probe.GatewayProof;
import dev.relaymanager.seal.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@link Area#GATEWAY}: what a user meets. */
final class GatewayArea {
  private static final String NO_VENDOR = "no vendor's key was given";
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  /** What a model that nobody maps may be refused for, by version. */
  private static final Set<Cause> UNKNOWN_MODEL =
      EnumSet.of(Cause.MODEL_UNKNOWN, Cause.NO_ACCOUNT_OR_MODEL);

  private final Bench bench;
  private final HostAdapter host;
  private final Notebook notebook;
  private final InstantSource clock;

  private GatewayArea(Bench bench, InstantSource clock) {
    this.bench = bench;
    this.host = bench.host;
    this.notebook = bench.notebook;
    this.clock = clock;
  }

  static void tryOn(Bench bench, InstantSource clock) throws Blocked {
    GatewayArea area = new GatewayArea(bench, clock);
    area.keys();
    area.call();
    area.refusals();
  }

  private void keys() throws Blocked {
    long group = bench.group();
    long user = bench.user();
    bench.subscription();
    Secret key =
        notebook.tried(
            Claim.KEY_CREATE,
            () ->
                host.createUserKey(
                    bench.things.login("user"),
                    "certify",
                    group,
                    bench.things.requestKey("user-key")),
            made -> unless(!made.isEmpty(), "an empty key"));
    bench.madeKey(key);
    notebook.tried(
        Claim.KEY_LIST,
        () -> host.userKeys(user),
        keys -> unless(isBound(keys, group), "expected one key, bound to the group"));
    notebook.tried(
        Claim.KEY_COUNT,
        () -> host.userKeysInGroup(group),
        count -> unless(count == 1, "expected 1, found " + count));
  }

  private static boolean isBound(List<UserKey> keys, long group) {
    return keys.size() == 1
        && keys.getFirst().groupId() != null
        && keys.getFirst().groupId() == group;
  }

  private void call() throws Blocked {
    if (!bench.things.vendor().real()) {
      notebook.note(Claim.CHAT, new NotTried(NO_VENDOR));
      notebook.note(Claim.SERVED_BY, new NotTried(NO_VENDOR));
      return;
    }
    notebook.goOn();
    GatewayProof proof =
        new GatewayProber(host, bench.things.run(), clock, PATIENCE)
            .prove(
                new GatewayProber.Wanted(
                    new GatewayProof.Caller("certify", "the throw-away user"),
                    bench.user(),
                    bench.things.vendor().model(),
                    bench.group()),
                bench.userKey(),
                waiting -> {});
    switch (proof.verdict()) {
      case PROVEN -> {
        notebook.note(Claim.CHAT, new Holds(""));
        notebook.note(
            Claim.SERVED_BY,
            proof.servedBy().startsWith(bench.things.prefix())
                ? new Holds("")
                : new Differs("found \"" + proof.servedBy() + "\""));
      }
      case REFUSED -> {
        notebook.note(Claim.CHAT, new Differs(proof.evidence()));
        notebook.note(Claim.SERVED_BY, new NotTried("it needs \"" + Claim.CHAT.operation() + "\""));
      }
      case UNCHECKED -> {
        notebook.note(Claim.CHAT, new Holds(""));
        notebook.note(Claim.SERVED_BY, new Differs(proof.evidence()));
      }
    }
  }

  private void refusals() throws Blocked {
    Secret key = bench.userKey();
    notebook.tried(
        Claim.CHAT_UNKNOWN_MODEL,
        () -> host.chat(key, "no-such-model"),
        answer -> expected(answer, UNKNOWN_MODEL));
    try (Secret stranger = Secret.of("sk-unknown-" + bench.things.run())) {
      notebook.tried(
          Claim.CHAT_UNKNOWN_KEY,
          () -> host.chat(stranger, bench.things.vendor().model()),
          answer -> expected(answer, EnumSet.of(Cause.KEY_UNKNOWN)));
    }
  }

  static String expected(GatewayAnswer answer, Set<Cause> causes) {
    return switch (answer) {
      case GatewayAnswer.Answered answered -> "it answered";
      case GatewayAnswer.Refused refused ->
          unless(
              causes.contains(refused.cause()),
              "refused with "
                  + refused.status()
                  + " "
                  + refused.code()
                  + ": "
                  + refused.cause().meaning());
    };
  }
}
