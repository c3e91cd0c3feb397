package dev.relaymanager.desired;

import static dev.relaymanager.desired.Samples.grant;
import static dev.relaymanager.desired.Samples.host;
import static dev.relaymanager.desired.Samples.imp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.pack.HostVersionRange;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.PackLoader;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.seal.SecretOpener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExpanderTest {
  private static final Pack PACK =
      PackLoader.load(MemoryTree.ofFolder(Path.of("packs/openai-cn-pack")), "");
  private static final Map<String, Pack> PACKS = Map.of("openai-cn-pack", PACK);

  private static DesiredState expand(MemoryTree tree, KeyRing keys) {
    return Expander.expand(tree.name(), DocumentLoader.load(tree), PACKS, keys);
  }

  private static DesiredState expand(MemoryTree tree) {
    return expand(tree, new NumberedKeyRing());
  }

  private static String problems(MemoryTree tree, KeyRing keys, Map<String, Pack> packs) {
    Documents documents = DocumentLoader.load(tree);
    InvalidInputException refusal =
        assertThrows(
            InvalidInputException.class,
            () -> Expander.expand(tree.name(), documents, packs, keys));
    return refusal.problems().stream()
        .map(problem -> problem.code() + " " + problem)
        .collect(Collectors.joining("\n"));
  }

  private static String problems(MemoryTree tree) {
    return problems(tree, new NumberedKeyRing(), PACKS);
  }

  private static List<String> accounts(DesiredState state) {
    return state.imports().stream()
        .flatMap(wish -> wish.resources().stream())
        .filter(resource -> resource.spec() instanceof ResourceSpec.Account)
        .map(resource -> resource.key().name() + " as " + resource.spec().name())
        .toList();
  }

  @Test
  void oneKeyIsNamedAfterItsEntryAndSeveralAfterTheirFingerprintsToo() {
    MemoryTree tree =
        Samples.tree().with("import.yaml", Samples.IMPORT + "    - {id: pool, env: POOL}\n");
    String first = NumberedKeyRing.fingerprint("environment variable POOL#0").brief();
    String second = NumberedKeyRing.fingerprint("environment variable POOL#1").brief();

    List<String> names = accounts(expand(tree, new NumberedKeyRing().with("pool", 2)));

    assertEquals(
        List.of(
                "pool-" + first + " as deepseek-pool-" + first,
                "pool-" + second + " as deepseek-pool-" + second,
                "team-a as deepseek-team-a")
            .stream()
            .sorted()
            .toList(),
        names);
  }

  @Test
  void keysWhoseFingerprintsBeginAlikeGetLongerNames() {
    KeyRing.NamedKey first = named("aaaaaaaa" + "1".repeat(56));
    KeyRing.NamedKey second = named("aaaaaaaa" + "2".repeat(56));
    KeyRing.NamedKey third = named("b".repeat(64));

    assertEquals(
        List.of("pool-aaaaaaaa11111111", "pool-aaaaaaaa22222222", "pool-bbbbbbbb"),
        HostNames.keys("pool", List.of(first, second, third)));
  }

  private static KeyRing.NamedKey named(String hex) {
    return new KeyRing.NamedKey(new dev.relaymanager.model.Fingerprint(hex), "sk…");
  }

  @Test
  void aKeySourceIsOpenedForTheImportItsHostsAndTheVendor() {
    NumberedKeyRing keys = new NumberedKeyRing();

    expand(Samples.tree(), keys);

    assertEquals(
        List.of(
            SealPurpose.providerKey(
                "deepseek",
                "team-a",
                Origin.of("https://sub2api.example.com"),
                Origin.of("https://api.deepseek.com"))),
        keys.uses);
  }

  @Test
  void sealedKeysAreOpenedAndNamedAndWhatWasDroppedIsSaid() {
    Identity identity = Identity.generate();
    Secret key = Secret.of("sk-invented-1");
    MemoryTree tree =
        Samples.tree()
            .with(
                "keys/team-a.age",
                Sealer.seal(
                    List.of(key, key),
                    SealPurpose.providerKey(
                        "deepseek",
                        "team-a",
                        Origin.of("https://sub2api.example.com"),
                        Origin.of("https://api.deepseek.com")),
                    List.of(identity.recipient())));
    KeyRing keys =
        new SealedKeyRing(new SecretOpener(tree, identity, Map.of()), identity.fingerprinter());

    DesiredImport wish = expand(tree, keys).imports().get(0);

    DesiredResource account =
        wish.resources().stream()
            .filter(resource -> resource.upstreamKey() != null)
            .findFirst()
            .orElseThrow();
    assertEquals(new KeyReference("team-a", 0, key.mask()), account.upstreamKey());
    assertEquals(
        identity.fingerprinter().of(Secret.of("sk-invented-1")),
        ((ResourceSpec.Account) account.spec()).key());
    assertEquals(List.of("key team-a: dropped 1 repeated key"), wish.notes());
  }

  @Test
  void aKeySealedForAnotherHostIsAProblemWithItsPlace() {
    Identity identity = Identity.generate();
    MemoryTree tree =
        Samples.tree()
            .with(
                "keys/team-a.age",
                Sealer.seal(
                    List.of(Secret.of("sk-invented-1")),
                    SealPurpose.providerKey(
                        "deepseek",
                        "team-a",
                        Origin.of("https://other.example.com"),
                        Origin.of("https://api.deepseek.com")),
                    List.of(identity.recipient())));
    KeyRing keys =
        new SealedKeyRing(new SecretOpener(tree, identity, Map.of()), identity.fingerprinter());

    assertTrue(problems(tree, keys, PACKS).contains("keys/team-a.age: "));
  }

  @Test
  void untilIsTheLastSecondOfItsDay() {
    DesiredState state = expand(grant("days: 30", "until: 2027-06-30"));

    ResourceSpec.Subscription subscription =
        (ResourceSpec.Subscription) state.imports().get(0).resources().getLast().spec();
    assertEquals(
        new ResourceSpec.Subscription(
            "alice@example.com",
            new Reference.To(ResourceKey.group("prod", "deepseek")),
            null,
            Instant.parse("2027-06-30T23:59:59Z")),
        subscription);
  }

  @Test
  void aPlanMakesItsGroupBillSubscriptions() {
    DesiredState state =
        expand(imp("[subscription]", "[self-service]\n  plan: {price: 1, days: 1}"));

    ResourceSpec.Group group =
        (ResourceSpec.Group) state.imports().get(0).resources().getFirst().spec();
    assertEquals(ResourceSpec.Billing.SUBSCRIPTION, group.billing());
    assertEquals(
        "DeepSeek 1 day",
        state.imports().get(0).resources().stream()
            .map(DesiredResource::spec)
            .filter(ResourceSpec.Plan.class::isInstance)
            .findFirst()
            .orElseThrow()
            .name());
  }

  @Test
  void aDisabledImportOpensNoKeyAndAsksForNothing() {
    NumberedKeyRing keys = new NumberedKeyRing();

    DesiredState state = expand(imp("  access:", "  disabled: true\n  access:"), keys);

    assertEquals(List.of(), keys.uses);
    assertEquals(List.of(), state.imports().get(0).resources());
    assertTrue(state.imports().get(0).disabled());
  }

  @Test
  void theSmokeTestModelIsOneOfThoseOffered() {
    assertEquals(
        "deepseek-reasoner",
        expand(imp("  access:", "  models: [deepseek-reasoner]\n  access:"))
            .imports()
            .get(0)
            .smokeTestModel());
  }

  @Test
  void equalInputsGiveEqualStates() {
    assertEquals(expand(Samples.tree()), expand(Samples.tree()));
  }

  @Test
  void aKeyInTwoImportsIsNotedAndNotRefused() {
    MemoryTree tree =
        Samples.tree().with("z.yaml", Samples.IMPORT.replace("name: deepseek", "name: second"));

    assertEquals(
        List.of(
            "z.yaml:10:7: spec.keys[0]: the key "
                + NumberedKeyRing.fingerprint("sealed file keys/team-a.age#0").brief()
                + " is also in the entry team-a of the import deepseek, at import.yaml:10:7"
                + " (keep it in one of them)"),
        expand(tree).imports().get(1).notes());
  }

  @Test
  void aKeyInTwoEntriesIsRefused() {
    String key = NumberedKeyRing.fingerprint("sealed file keys/team-a.age#0").brief();
    assertEquals(
        "repeated-key import.yaml:11:7: spec.keys[1]: the key "
            + key
            + " is also in the entry team-a, at import.yaml:10:7 (keep it in one of them)",
        problems(
            Samples.tree()
                .with(
                    "import.yaml",
                    Samples.IMPORT + "    - {id: team-b, sealed: keys/team-a.age}\n")));
  }

  @Test
  void aProviderIsInThePack() {
    assertEquals(
        """
        unknown-provider import.yaml:7:13: spec.provider: the pack openai-cn-pack 1.0.0 has no provider depseek (did you mean deepseek?)""",
        problems(imp("provider: deepseek", "provider: depseek")));
  }

  @Test
  void aModelIsOneOfTheProviders() {
    assertEquals(
        """
        unknown-model import.yaml:8:27: spec.models[1]: the provider deepseek has no model deepseek-chad (did you mean deepseek-chat?)""",
        problems(imp("  access:", "  models: [deepseek-chat, deepseek-chad]\n  access:")));
  }

  @Test
  void aHostsVersionsAndThePacksMeet() {
    assertEquals(
        """
        incompatible-versions import.yaml:5:11: spec.hosts[0]: no version of the host prod is accepted by all: the host's document, the pack openai-cn-pack and its provider deepseek say >=0.2.0; >=0.1.126 <0.2.0 (widen spec.versions at host.yaml:6:13, or use another version of the pack)""",
        problems(host("  auth:", "  versions: '>=0.2.0'\n  auth:")));
  }

  @Test
  void rangesMeetWhereOneVersionIsInAll() {
    assertTrue(meet(">=0.1.126 <0.2.0", "<=0.1.126"));
    assertTrue(meet(">0.1.126", "<0.1.128"));
    assertTrue(meet("^0.1.5", ">=0.1.100 <1.0.0"));
    assertTrue(meet("<1.0.0", "<0.0.1"));
    assertTrue(meet(">=1.0.0 <2.0.0 || >=3.0.0", ">=2.5.0 <3.1.0"));
    assertEquals(false, meet(">0.1.126", "<0.1.127"));
    assertEquals(false, meet(">=1.0.0 <2.0.0 || >=3.0.0", ">=2.0.0 <3.0.0"));
  }

  private static boolean meet(String first, String second) {
    return VersionOverlap.exists(
        List.of(new HostVersionRange(first), new HostVersionRange(second)));
  }

  @Test
  void aNameOnTheHostIsTakenOnce() {
    MemoryTree tree =
        Samples.tree()
            .with(
                "z.yaml",
                Samples.IMPORT
                    .replace("name: deepseek", "name: second")
                    .replace("sealed: keys/team-a.age", "env: OTHER")
                    .replace(
                        "  access:",
                        "  names: {group: deepseek, accountPrefix: deepseek}\n  access:"));

    assertEquals(
        """
        host-name-taken z.yaml:3:18: on the host prod the name deepseek would be that of Group/deepseek too, from import.yaml:3:18 (set another spec.names.group)
        host-name-taken z.yaml:11:7: on the host prod the name deepseek-team-a would be that of Account/deepseek/team-a too, from import.yaml:10:7 (set another spec.names.accountPrefix or key id)""",
        problems(tree));
  }

  @Test
  void aNameOnTheHostHasAHundredBytes() {
    assertEquals(
        "host-name-too-long import.yaml:3:18: on the host the name "
            + "模".repeat(34)
            + " would have 102 bytes; it takes 100 (set a shorter spec.names.group)",
        problems(imp("  access:", "  names: {group: " + "模".repeat(34) + "}\n  access:")));
  }

  @Test
  void aKeysNameIsTakenOnce() {
    String brief = NumberedKeyRing.fingerprint("environment variable POOL#0").brief();
    MemoryTree tree =
        Samples.tree()
            .with(
                "import.yaml",
                Samples.IMPORT
                    + "    - {id: pool, env: POOL}\n    - {id: pool-"
                    + brief
                    + ", env: OTHER}\n");

    assertEquals(
        "key-name-taken import.yaml:12:7: the name pool-"
            + brief
            + " of a key is also another key's (give the entry another id)",
        problems(tree, new NumberedKeyRing().with("pool", 2), PACKS));
  }

  @Test
  void whatCannotBeOpenedIsNamedTogetherWithAllElse() {
    MemoryTree tree =
        Samples.tree().with("import.yaml", Samples.IMPORT + "    - {id: env, env: NOT_SET}\n");
    KeyRing keys =
        new SealedKeyRing(
            new SecretOpener(tree, null, Map.of()), Identity.generate().fingerprinter());

    assertEquals(
        """
        no-identity import.yaml:10:7: spec.keys[0]: no identity given to open the sealed file keys/team-a.age (give the identity file with --identity or RELAY_IDENTITY)
        env-not-set import.yaml:11:7: spec.keys[1]: the environment variable NOT_SET is not set (set it where relayctl runs)""",
        problems(tree, keys, PACKS));
  }
}
