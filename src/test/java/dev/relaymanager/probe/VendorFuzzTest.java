package dev.relaymanager.probe;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.relaymanager.apply.Workbench;
import dev.relaymanager.fuzz.AnswerText;
import dev.relaymanager.fuzz.TypedEnd;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.OneAnswer;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.seal.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a vendor answers, it becomes a verdict or a list fit to be shown. An input is an {@link
 * AnswerText}: the status and the body.
 */
@Timeout(30)
class VendorFuzzTest {
  private static final int LONGEST = 1_000;

  private static OneAnswer vendor;
  private static HttpCaller caller;

  @BeforeAll
  static void open() {
    vendor = new OneAnswer(Map.of());
    caller = new HttpCaller(new HttpSettings(null, List.of(), ProxyRules.none()));
  }

  @AfterAll
  static void close() {
    caller.close();
    vendor.close();
  }

  @FuzzTest
  void vendorAnswers(byte[] input) {
    AnswerText answer = AnswerText.of(input);
    vendor.set(answer.status(0), "", answer.body());
    ResourceSpec.Account account =
        new ResourceSpec.Account(
            "deepseek-team-a",
            List.of(new Reference.Id(2)),
            vendor.url().toString(),
            Map.of("m", "m"),
            1,
            1,
            null,
            Protocol.CHAT_COMPLETIONS,
            new Fingerprint("ab".repeat(32)));
    // A key alone is tried without a host.
    KeyProber prober = new KeyProber(null, caller, Workbench.provider(), "m", new NotedProbes());
    TypedEnd.of(
        () ->
            isFitToBeShown(
                prober
                    .tryKey(
                        ResourceKey.account("prod", "deepseek", "team-a"),
                        account,
                        Secret.of(TypedEnd.KEY))
                    .evidence()));
  }

  @FuzzTest
  void modelLists(byte[] input) {
    AnswerText answer = AnswerText.of(input);
    vendor.set(answer.status(0), "", answer.body());
    Provider provider = Workbench.provider(vendor.url().toString());
    TypedEnd.of(
        () -> {
          switch (new ModelLister(caller).ask(provider, Secret.of(TypedEnd.KEY))) {
            case ModelLister.Answer.None none -> isFitToBeShown(none.why());
            case ModelLister.Answer.Listed list -> {
              list.models().keySet().forEach(VendorFuzzTest::isFitToBeShown);
              list.models().values().forEach(VendorFuzzTest::isFitToBeShown);
            }
          }
        });
  }

  private static void isFitToBeShown(String evidence) {
    assertFalse(evidence.contains(TypedEnd.KEY), "shows the key");
    assertTrue(evidence.length() < LONGEST, () -> evidence.length() + " characters");
    assertFalse(evidence.codePoints().anyMatch(Character::isISOControl), "has control characters");
  }
}
