package dev.relaymanager.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.Place;
import dev.relaymanager.pack.PackSource;
import dev.relaymanager.seal.SecretSource;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentLoaderTest {
  @Test
  void readsEveryKindOfDocument() {
    Documents documents = DocumentLoader.load(Samples.tree());

    HostDocument host = documents.host("prod").orElseThrow();
    assertEquals(URI.create("https://sub2api.example.com"), host.baseUrl());
    assertEquals(
        new HostAuth.AdminKey(new SecretSource.SealedFile("keys/prod-admin.age", false)),
        host.auth());
    assertEquals(new Place("host.yaml", 3, 18), host.place());
    assertEquals(
        new PackSource.AtPath("packs/openai-cn-pack"),
        documents.pack("openai-cn-pack").orElseThrow().source());
    ImportDocument wish = documents.providerImport("deepseek").orElseThrow();
    assertEquals(
        List.of(
            new KeyEntry(
                "team-a",
                new SecretSource.SealedFile("keys/team-a.age", false),
                new Place("import.yaml", 10, 7),
                "spec.keys[0]")),
        wish.keys());
    assertEquals(wish.keys().get(0), wish.key("team-a").orElseThrow());
    assertEquals(ImportMode.STRICT, wish.mode());
    assertEquals(OnDrift.REPORT, wish.onDrift());
    assertEquals(Deletion.PRUNE, wish.deletion());
    assertNull(wish.plan());
    GrantDocument grant = documents.grantsOf("deepseek").get(0);
    assertEquals(grant, documents.grant("research").orElseThrow());
    assertEquals(new GrantDocument.Term.Days(30), grant.term());
    assertEquals(PolicyDocument.DEFAULT, documents.policy());
  }

  @Test
  void readsEveryField() {
    MemoryTree tree =
        new MemoryTree()
            .with("certs/ca.pem", "pem")
            .with("packs/p.zip", "zip")
            .with(
                "all.yaml",
                """
                apiVersion: relay-manager/v1
                kind: Host
                metadata: {name: prod, labels: {team: a}, annotations: {note: b}}
                spec:
                  baseUrl: http://10.0.0.7:8080/gate/
                  allowPlaintext: true
                  auth: {bearer: {env: ADMIN_TOKEN}}
                  versions: ">=0.1.126 <0.2.0"
                  limits: {concurrency: 3, requestsPerSecond: 7}
                  tls: {ca: certs/ca.pem}
                ---
                apiVersion: relay-manager/v1
                kind: Pack
                metadata: {name: p}
                spec: {source: packs/p.zip, version: 2.0.0}
                ---
                apiVersion: relay-manager/v1
                kind: ProviderImport
                metadata: {name: glm-4.5}
                spec:
                  hosts: [prod]
                  pack: p
                  provider: glm
                  mode: partial
                  access: [self-service, subscription]
                  keys:
                    - {id: a, file: /run/secrets/a}
                    - id: b
                      unbound: true
                      sealedInline: |
                        -----BEGIN AGE ENCRYPTED FILE-----
                        AAAA
                        -----END AGE ENCRYPTED FILE-----
                  models: [glm-4.5]
                  plan: {price: 9.90, days: 30, forSale: true, description: Month}
                  group: {description: All, rateMultiplier: 1.25, dailyLimitUsd: 5, weeklyLimitUsd: 0, monthlyLimitUsd: 50.5}
                  accounts: {concurrency: 4, priority: 10, rateMultiplier: 0.5}
                  names: {group: GLM, channel: GLM prices, plan: GLM month, accountPrefix: glm}
                  onDrift: correct
                  deletion: protect
                  adopt: true
                  disabled: true
                  moved: {from: glm}
                ---
                apiVersion: relay-manager/v1
                kind: AccessGrant
                metadata: {name: g}
                spec:
                  import: glm-4.5
                  hosts: [prod]
                  users: [Alice@Example.com, bob@example.com, 17, "18"]
                  until: 2027-06-30
                  probe: {user: BOB@example.com, key: {env: BOB_KEY}}
                ---
                apiVersion: relay-manager/v1
                kind: Policy
                metadata: {name: default}
                spec:
                  maxDeletes: {count: 3, percent: 5}
                  maxPeopleAffected: 1
                  minAccountsLeft: 2
                  protect: [Group, Account/glm-4.5/a]
                  allowEmpty: true
                """);

    Documents documents = DocumentLoader.load(tree);

    HostDocument host = documents.hosts().get(0);
    assertEquals(URI.create("http://10.0.0.7:8080/gate"), host.baseUrl());
    assertEquals(new HostAuth.Bearer(new SecretSource.Env("ADMIN_TOKEN")), host.auth());
    assertEquals(">=0.1.126 <0.2.0", host.versions());
    assertEquals(3, host.concurrency());
    assertEquals(7, host.requestsPerSecond());
    assertEquals("certs/ca.pem", host.caFile());
    assertTrue(host.allowPlaintext());

    ImportDocument wish = documents.imports().get(0);
    assertEquals(ImportMode.PARTIAL, wish.mode());
    assertEquals(Set.of(Access.SELF_SERVICE, Access.SUBSCRIPTION), wish.access());
    assertEquals(new SecretSource.MountedFile("/run/secrets/a"), wish.keys().get(0).source());
    assertEquals(
        new SecretSource.SealedInline(
            "-----BEGIN AGE ENCRYPTED FILE-----\nAAAA\n-----END AGE ENCRYPTED FILE-----\n", true),
        wish.keys().get(1).source());
    assertEquals(List.of("glm-4.5"), wish.models());
    assertEquals(
        new ImportDocument.PlanWish(new BigDecimal("9.90"), 30, true, "Month"), wish.plan());
    assertEquals(
        new ImportDocument.GroupWish(
            "All",
            new BigDecimal("1.25"),
            new BigDecimal("5"),
            new BigDecimal("0"),
            new BigDecimal("50.5")),
        wish.group());
    assertEquals(new ImportDocument.AccountWish(4, 10, new BigDecimal("0.5")), wish.accounts());
    assertEquals(
        new ImportDocument.NameWishes("GLM", "GLM prices", "GLM month", "glm"), wish.names());
    assertEquals(OnDrift.CORRECT, wish.onDrift());
    assertEquals(Deletion.PROTECT, wish.deletion());
    assertTrue(wish.adopt());
    assertTrue(wish.disabled());
    assertEquals("glm", wish.movedFrom());

    GrantDocument grant = documents.grants().get(0);
    assertEquals(List.of("alice@example.com", "bob@example.com", "17", "18"), grant.users());
    assertEquals(new GrantDocument.Term.Until(LocalDate.of(2027, 6, 30)), grant.term());
    assertEquals(
        new GrantDocument.ProbeKey("bob@example.com", new SecretSource.Env("BOB_KEY")),
        grant.probe());

    PolicyDocument policy = documents.policy();
    assertEquals(3, policy.maxDeletes());
    assertEquals(5, policy.maxDeletePercent());
    assertEquals(1, policy.maxPeople());
    assertEquals(2, policy.minAccountsLeft());
    assertEquals(List.of("Group", "Account/glm-4.5/a"), policy.protectedNames());
    assertTrue(policy.allowEmpty());
  }

  @Test
  void aliasesByteOrderMarksEmptyDocumentsAndCommentsAreRead() {
    MemoryTree tree =
        Samples.tree()
            .with("comments.yaml", "# nothing here\n---\n---\n# nor here\n")
            .with(
                "host.yaml",
                "\uFEFF---\n"
                    + Samples.HOST.replace("keys/prod-admin.age", "&key keys/prod-admin.age")
                    + "  tls: {ca: *key}\n");

    assertEquals("keys/prod-admin.age", DocumentLoader.load(tree).hosts().get(0).caFile());
  }

  @Test
  void anEmptyTreeHasNoDocuments() {
    Documents documents = DocumentLoader.load(new MemoryTree());

    assertEquals(List.of(), documents.imports());
    assertEquals(PolicyDocument.DEFAULT, documents.policy());
  }

  @Test
  void filesBelowPacksAndDotsAreNotDocuments() {
    MemoryTree tree =
        Samples.tree()
            .with(".github/workflows/check.yml", "on: push")
            .with(".gitlab-ci.yml", "stages: []")
            .with("docs/.drafts/x.yaml", "a: b")
            .with("packs/openai-cn-pack/notes/example.yaml", "a: b")
            .with("README.md", "yaml: no");

    assertEquals(1, DocumentLoader.load(tree).hosts().size());
  }

  @Test
  void sameBytesGiveEqualDocuments() {
    assertEquals(DocumentLoader.load(Samples.tree()), DocumentLoader.load(Samples.tree()));
  }

  @Test
  void allProblemsOfARevisionComeAtOnceInTheOrderOfTheirPlaces() {
    MemoryTree tree =
        Samples.tree()
            .with("host.yaml", Samples.HOST.replace("https", "ftp"))
            .with("import.yaml", Samples.IMPORT.replace("pack: openai", "pack: openia"))
            .with("grant.yaml", Samples.GRANT.replace("days: 30", "days: 0"));

    assertEquals(
        """
        bad-value grant.yaml:7:9: spec.days: found 0, expected 1 to 36500 (for example 30)
        bad-value host.yaml:5:12: spec.baseUrl: found "ftp://sub2api.example.com", expected an https URL (for example https://sub2api.example.com)
        missing-reference import.yaml:6:9: spec.pack: no Pack document is named openia-cn-pack (did you mean openai-cn-pack?)""",
        Samples.problems(tree));
  }
}
