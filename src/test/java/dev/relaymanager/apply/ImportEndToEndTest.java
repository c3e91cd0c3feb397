package dev.relaymanager.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.desired.OnDrift;
import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.LiveResource;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.LiveReader;
import dev.relaymanager.plan.ImportPlan;
import dev.relaymanager.store.Batches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole imports against the simulated host, in both versions that were recorded. */
class ImportEndToEndTest {
  @TempDir private Path folder;
  private Workbench bench;
  private final Wish wish = new Wish();

  private void start(String version) {
    bench = new Workbench(version, folder);
    bench.user("alice@example.com");
    wish.keys.put("team-a", "sk-good-team-a-0001");
    wish.keys.put("team-b", "sk-good-team-b-0002");
    wish.users.put("alice@example.com", 30);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static final Map<ResourceType, List<String>> WHOLE =
      Map.of(
          ResourceType.GROUP, List.of("deepseek"),
          ResourceType.CHANNEL, List.of("deepseek"),
          ResourceType.PLAN, List.of("deepseek"),
          ResourceType.ACCOUNT, List.of("deepseek-team-a", "deepseek-team-b"),
          ResourceType.SUBSCRIPTION, List.of("alice@example.com"));

  private void assertNothingLeftToDo() {
    ImportPlan plan = bench.plan(wish);
    assertEquals(List.of(), plan.changes());
    assertEquals(List.of(), plan.drift());
    assertEquals(List.of(), bench.store.journal().openIntents("prod"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aWholeImportStandsAndTheNextPlanIsEmpty(String version) {
    start(version);
    BatchResult result = bench.apply(wish);
    assertEquals("", result.detail());
    assertEquals(BatchState.SUCCEEDED, result.state());
    assertEquals(
        BatchState.SUCCEEDED, bench.store.batches().get(result.batchId()).orElseThrow().state());
    assertEquals(WHOLE, bench.everything());
    assertEquals(6, bench.recorded().resources().size());
    assertNothingLeftToDo();
    assertEquals(
        List.of("fine", "fine"), result.keys().values().stream().map(KeyVerdict::id).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void whatOthersNeedIsMadeFirstAndTakenAwayLast(String version) {
    start(version);
    bench.apply(wish);
    List<String> made = bench.heard.stream().filter(line -> line.startsWith("create")).toList();
    assertEquals("create Group/deepseek DONE", made.getFirst());
    assertEquals("create Subscription/deepseek/alice@example.com DONE", made.getLast());
    bench.heard.clear();
    wish.declared = false;
    wish.strict = false;
    BatchResult result = bench.apply(wish);
    assertEquals(BatchState.SUCCEEDED, result.state());
    assertEquals(
        List.of("Subscription", "Account", "Account", "Channel", "Plan", "Group"),
        bench.heard.stream().map(line -> line.replaceAll("delete (\\w+)/.* DONE", "$1")).toList());
    assertEquals(Map.of(), bench.everything());
    assertEquals(0, bench.recorded().resources().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void everyKindOfUpdateArrives(String version) {
    start(version);
    bench.apply(wish);
    wish.price = "12.50";
    wish.rate = "1.5";
    wish.inputPrice = "0.0000005";
    wish.concurrency = 7;
    wish.users.put("alice@example.com", 45);
    wish.keys.put("team-b", "sk-good-rotated-0003");
    BatchResult result = bench.apply(wish);
    assertEquals("", result.detail());
    assertNothingLeftToDo();
    long account =
        bench
            .recorded()
            .get(ResourceKey.account("prod", "deepseek", "team-b"))
            .orElseThrow()
            .hostId();
    assertEquals("sk-good-rotated-0003", bench.sim.backDoor().accountKey(account));
    assertEquals(List.of("prod/Account/deepseek/team-b"), tried(result));
  }

  /** Credentials go along, after which a host draws its conclusions about the upstream anew. */
  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void accountsWithOtherModelsAreMadeFitAndTriedAgain(String version) {
    start(version);
    bench.apply(wish);
    bench.heard.clear();
    wish.models = Map.of(Wish.MODEL, Wish.MODEL, "deepseek-reasoner", "deepseek-reasoner");
    BatchResult result = bench.apply(wish);
    assertEquals("", result.detail());
    assertEquals(2, tried(result).size());
    assertTrue(bench.heard.contains("waiting"));
    assertNothingLeftToDo();
  }

  private static List<String> tried(BatchResult result) {
    return result.keys().keySet().stream().map(ResourceKey::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aNewKeyThatIsDeadNeverReachesTheAccount(String version) {
    start(version);
    bench.apply(wish);
    long account =
        bench
            .recorded()
            .get(ResourceKey.account("prod", "deepseek", "team-b"))
            .orElseThrow()
            .hostId();
    wish.keys.put("team-b", "sk-bad-rotated-0003");
    BatchResult result = bench.apply(wish);
    assertEquals(BatchState.FAILED, result.state());
    assertTrue(result.detail().contains("the new key is dead, the old one stays"), result.detail());
    assertEquals("sk-good-team-b-0002", bench.sim.backDoor().accountKey(account));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aDeadKeyFailsAStrictImportAndItsRollbackLeavesNothingOfOurs(String version) {
    start(version);
    wish.keys.put("team-c", "sk-bad-team-c-0003");
    BatchResult result = bench.apply(wish);
    assertEquals(BatchState.FAILED, result.state());
    assertTrue(result.detail().contains("team-c: key is dead"), result.detail());
    assertEquals(List.of(), bench.names(ResourceType.SUBSCRIPTION));

    BatchResult back = bench.rollback(wish, result.batchId(), false);
    assertEquals("", back.detail());
    assertEquals(BatchState.ROLLED_BACK, back.state());
    assertEquals(Map.of(), bench.everything());
    assertEquals(0, bench.recorded().resources().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aPartialImportKeepsTheKeysThatWorkAndNamesTheOthers(String version) {
    start(version);
    wish.strict = false;
    wish.keys.put("bad", "sk-bad-team-c-0003");
    wish.keys.put("poor", "sk-poor-team-c-0004");
    wish.keys.put("busy", "sk-limit-team-c-0005");
    BatchResult result = bench.apply(wish);
    assertEquals(BatchState.PARTIALLY_SUCCEEDED, result.state());
    assertEquals(
        """
        prod/Account/deepseek/bad: key is dead: DeepSeek answered 401 invalid_request_error
        prod/Account/deepseek/poor: key is empty: DeepSeek answered 402 invalid_request_error""",
        result.detail());
    assertEquals(
        List.of("deepseek-busy", "deepseek-team-a", "deepseek-team-b"),
        bench.names(ResourceType.ACCOUNT));
    assertEquals(List.of("alice@example.com"), bench.names(ResourceType.SUBSCRIPTION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aPartialImportWithoutAnyWorkingKeyHasFailed(String version) {
    start(version);
    wish.strict = false;
    wish.keys.replaceAll((id, key) -> "sk-bad-" + id + "-0001");
    assertEquals(BatchState.FAILED, bench.apply(wish).state());
    assertEquals(List.of(), bench.names(ResourceType.ACCOUNT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aKeyThatCannotBeOpenedFailsItsAccountAndNoOther(String version) {
    start(version);
    wish.strict = false;
    LiveHost live = bench.read(wish);
    ImportPlan plan = bench.plan(wish, live);
    wish.keys.remove("team-b");
    BatchResult result = bench.apply(wish, plan, live);
    assertEquals(BatchState.PARTIALLY_SUCCEEDED, result.state());
    assertTrue(result.detail().contains("team-b has no key any more"), result.detail());
    assertEquals(List.of("deepseek-team-a"), bench.names(ResourceType.ACCOUNT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void manyAccountsGoInBatches(String version) {
    start(version);
    wish.keys.clear();
    for (int i = 0; i < 120; i++) {
      wish.keys.put("k%03d".formatted(i), "sk-good-many-%04d".formatted(i));
    }
    BatchResult result = bench.apply(wish);
    assertEquals("", result.detail());
    assertEquals(3, bench.sim.requestCounts().get("POST /api/v1/admin/accounts/batch"));
    assertEquals(120, bench.names(ResourceType.ACCOUNT).stream().distinct().count());
    assertEquals(120, bench.names(ResourceType.ACCOUNT).size());
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void driftThatIsOnlyReportedIsNotOverwrittenByAnotherChange(String version) {
    start(version);
    bench.apply(wish);
    long plan = bench.recorded().get(ResourceKey.plan("prod", "deepseek")).orElseThrow().hostId();
    bench
        .sim
        .backDoor()
        .byHand("PUT", "/api/v1/admin/payment/plans/" + plan, "{\"for_sale\":false}");
    wish.price = "12.50";
    assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state());
    LiveResource.Plan live =
        (LiveResource.Plan)
            LiveReader.readOnly(bench.host, ResourceType.PLAN)
                .get(ResourceType.PLAN, plan)
                .orElseThrow();
    assertEquals("12.5", live.spec().price().stripTrailingZeros().toPlainString());
    assertEquals(false, live.spec().forSale());
    ImportPlan next = bench.plan(wish);
    assertEquals(List.of(), next.changes());
    assertEquals(1, next.drift().size());

    wish.onDrift = OnDrift.CORRECT;
    assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state());
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aDeletedGroupIsMadeAnewWithAllThatBelongsToIt(String version) {
    start(version);
    bench.apply(wish);
    long group = bench.recorded().get(ResourceKey.group("prod", "deepseek")).orElseThrow().hostId();
    bench.sim.backDoor().byHand("DELETE", "/api/v1/admin/groups/" + group, "");
    wish.onDrift = OnDrift.CORRECT;
    BatchResult result = bench.apply(wish);
    assertEquals("", result.detail());
    assertEquals(WHOLE, bench.everything());
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aRenamedImportKeepsEverythingUnderItsNewName(String version) {
    start(version);
    bench.apply(wish);
    List<Long> before = hostIds();
    wish.name = "deepseek-v2";
    wish.movedFrom = "deepseek";
    assertEquals("", bench.apply(wish).detail());
    assertEquals(before, hostIds());
    assertTrue(
        bench.recorded().resources().keySet().stream()
            .allMatch(key -> key.importName().equals("deepseek-v2")));
    LiveReader.readOnly(bench.host, ResourceType.ACCOUNT)
        .all(ResourceType.ACCOUNT)
        .values()
        .forEach(account -> assertEquals("deepseek-v2", account.marker().importName()));
    assertNothingLeftToDo();
  }

  private List<Long> hostIds() {
    return bench.recorded().resources().values().stream().map(one -> one.hostId()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void whatStoodBeforeIsTakenOverAndGivenBackByTheRollback(String version) {
    start(version);
    bench
        .sim
        .backDoor()
        .byHand(
            "POST",
            "/api/v1/admin/groups",
            """
            {"name":"deepseek","platform":"openai","rate_multiplier":2,
             "subscription_type":"subscription"}""");
    assertEquals(
        List.of("not-ours"), bench.plan(wish).obstacles().stream().map(one -> one.code()).toList());
    wish.adopt = true;
    BatchResult result = bench.apply(wish);
    assertEquals("", result.detail());
    assertEquals(WHOLE, bench.everything());
    assertNothingLeftToDo();

    BatchResult back = bench.rollback(wish, result.batchId(), false);
    assertEquals("", back.detail());
    assertEquals(Map.of(ResourceType.GROUP, List.of("deepseek")), bench.everything());
    assertEquals(0, bench.recorded().resources().size());
    LiveResource.Group group =
        (LiveResource.Group)
            LiveReader.readOnly(bench.host, ResourceType.GROUP)
                .all(ResourceType.GROUP)
                .lastEntry()
                .getValue();
    assertEquals(2, group.spec().rateMultiplier().intValueExact());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aRollbackBringsBackEarlierValuesAndWhatWasDeleted(String version) {
    start(version);
    bench.apply(wish);
    Wish changed = new Wish();
    changed.price = "12.50";
    changed.concurrency = 3;
    changed.keys.put("team-a", "sk-good-team-a-0001");
    BatchResult result = bench.apply(changed);
    assertEquals("", result.detail());
    assertEquals(List.of("deepseek-team-a"), bench.names(ResourceType.ACCOUNT));

    BatchResult back = bench.rollback(wish, result.batchId(), false);
    assertEquals("", back.detail());
    assertEquals(BatchState.ROLLED_BACK, back.state());
    assertEquals(WHOLE, bench.everything());
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aRollbackThatCouldNotDeleteEverythingGoesOnWhereItStopped(String version) {
    start(version);
    BatchResult result = bench.apply(wish);
    bench.fault("DELETE /api/v1/admin/channels/*:status=403:always");
    BatchResult stuck = bench.rollback(wish, result.batchId(), false);
    assertEquals(BatchState.FAILED, stuck.state());
    assertTrue(stuck.detail().contains("prod/Channel/deepseek"), stuck.detail());
    assertEquals(List.of("deepseek"), bench.names(ResourceType.CHANNEL));
    bench.sim.clearFaults();
    BatchResult back = bench.rollback(wish, result.batchId(), false);
    assertEquals("", back.detail());
    assertEquals(BatchState.ROLLED_BACK, back.state());
    assertEquals(Map.of(), bench.everything());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aStopInTheMiddleLeavesARecordAndTheNextRunGoesOn(String version) {
    start(version);
    bench.stop = () -> bench.heard.stream().anyMatch(line -> line.startsWith("create Channel"));
    BatchResult result = bench.apply(wish);
    assertEquals(BatchState.FAILED, result.state());
    assertTrue(result.detail().contains("stopped before its end"), result.detail());
    assertEquals(List.of(), bench.names(ResourceType.ACCOUNT));
    assertTrue(
        result.steps().stream()
            .anyMatch(
                step ->
                    step.end() == StepResult.End.SKIPPED
                        && step.detail().equals("not tried: stopped on request")));
    bench.stop = () -> false;
    assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state());
    assertEquals(WHOLE, bench.everything());
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void aStopThatComesAfterTheLastStepStopsNothing(String version) {
    start(version);
    bench.stop =
        () -> bench.heard.stream().anyMatch(line -> line.startsWith("create Subscription"));
    assertEquals(BatchState.SUCCEEDED, bench.apply(wish).state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.172"})
  void theJournalHasNoKeyInIt(String version) throws Exception {
    start(version);
    BatchResult result = bench.apply(wish);
    List<Batches.Item> items = bench.store.batches().items(result.batchId());
    assertEquals(6, items.size());
    try (java.util.stream.Stream<Path> files = java.nio.file.Files.walk(folder)) {
      for (Path file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
        String bytes =
            new String(
                java.nio.file.Files.readAllBytes(file),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        for (String key : wish.keys.values()) {
          assertTrue(!bytes.contains(key), file.toString());
        }
      }
    }
  }
}
