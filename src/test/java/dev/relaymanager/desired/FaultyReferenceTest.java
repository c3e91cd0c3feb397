package dev.relaymanager.desired;

import static dev.relaymanager.desired.Samples.grant;
import static dev.relaymanager.desired.Samples.host;
import static dev.relaymanager.desired.Samples.imp;
import static dev.relaymanager.desired.Samples.pack;
import static dev.relaymanager.desired.Samples.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Every fault between documents, and between documents and files. */
class FaultyReferenceTest {
  @Test
  void aPackInTheTreeIsThere() {
    assertEquals(
        """
        missing-pack pack.yaml:4:16: spec.source: there is neither a folder nor a zip packs/other in main@1a2b3c4 (commit the pack there, or mend the path, which counts from the top of the repository)""",
        Samples.problems(pack("packs/openai-cn-pack", "packs/other")));
  }

  @Test
  void aSealedFileIsThere() {
    assertEquals(
        """
        missing-file import.yaml:10:28: spec.keys[0].sealed: there is no file keys/team-b.age in main@1a2b3c4 (did you mean keys/team-a.age? Paths count from the top of the repository)""",
        Samples.problems(imp("keys/team-a.age", "keys/team-b.age")));
  }

  @Test
  void aFileNamedWithoutItsFolderIsFound() {
    assertEquals(
        """
        missing-file import.yaml:10:28: spec.keys[0].sealed: there is no file team-a.age in main@1a2b3c4 (did you mean keys/team-a.age? Paths count from the top of the repository)""",
        Samples.problems(imp("keys/team-a.age", "team-a.age")));
  }

  @Test
  void aPathThatLeavesTheTreeIsExplained() {
    assertEquals(
        """
        missing-file import.yaml:10:28: spec.keys[0].sealed: there is no file ../keys/team-a.age in main@1a2b3c4 (write the path from the top of the repository, such as keys/name.age)""",
        Samples.problems(imp("keys/team-a.age", "../keys/team-a.age")));
  }

  @Test
  void aKeyInPlaceOfAPathIsNotRepeated() {
    assertEquals(
        """
        missing-file import.yaml:10:28: spec.keys[0].sealed: there is no file (a name of 19 characters) in main@1a2b3c4 (commit it there, or mend the path, which counts from the top of the repository)""",
        Samples.problems(imp("keys/team-a.age", "sk-0123456789abcdef")));
  }

  @Test
  void aLinkIsNoSealedFile() {
    assertEquals(
        """
        missing-file import.yaml:10:28: spec.keys[0].sealed: keys/link.age is a symbolic link or a submodule, and neither is followed (commit the file itself)""",
        Samples.problems(imp("keys/team-a.age", "keys/link.age").withStranger("keys/link.age")));
  }

  @Test
  void anAuthorityFileIsThere() {
    assertEquals(
        """
        missing-file host.yaml:6:13: spec.tls.ca: there is no file certs/x.pem in main@1a2b3c4 (commit it there, or mend the path, which counts from the top of the repository)""",
        Samples.problems(host("  auth:", "  tls: {ca: certs/x.pem}\n  auth:")));
  }

  @Test
  void aLinkedDocumentIsNotPassedOverInSilence() {
    assertEquals(
        """
        not-a-file hosts/link.yaml: this is a symbolic link or a submodule, and neither is ever followed (put the file itself there, or remove it)""",
        Samples.problems(Samples.tree().withStranger("hosts/link.yaml")));
  }

  @Test
  void aNameIsTakenOnceAndBothPlacesAreNamed() {
    assertEquals(
        """
        duplicate-name z.yaml:3:18: metadata.name: a second Host named prod; the first is at host.yaml:3:18 (rename or remove one of them)""",
        Samples.problems(Samples.tree().with("z.yaml", Samples.HOST.replace("sub2api", "other"))));
  }

  @Test
  void twoDocumentsForOneHostAreRefused() {
    assertEquals(
        """
        same-host-twice z.yaml:5:12: spec.baseUrl: the Host prod has the same base URL, at host.yaml:5:12 (keep one of them)""",
        Samples.problems(Samples.tree().with("z.yaml", Samples.HOST.replace("prod}", "two}"))));
  }

  @Test
  void anImportsHostIsThere() {
    assertEquals(
        """
        missing-reference import.yaml:5:17: spec.hosts[1]: no Host document is named prot (did you mean prod?)""",
        Samples.problems(imp("hosts: [prod]", "hosts: [prod, prot]")));
  }

  @Test
  void aGrantsImportIsThere() {
    assertEquals(
        """
        missing-reference grant.yaml:5:11: spec.import: no ProviderImport document is named kimi (add that document, or mend the name)""",
        Samples.problems(grant("import: deepseek", "import: kimi")));
  }

  @Test
  void aGrantStaysOnItsImportsHosts() {
    assertEquals(
        """
        not-a-host-of-the-import grant.yaml:6:11: spec.hosts[0]: the import deepseek is not on the host test (its hosts are prod)""",
        Samples.problems(grant("  users", "  hosts: [test]\n  users")));
  }

  @Test
  void keyIdsAreUniqueInAnImport() {
    assertEquals(
        """
        duplicate-key-id import.yaml:11:12: spec.keys[1].id: the key id team-a stands here a second time; the first is at import.yaml:10:7 (give each key an id of its own)""",
        Samples.problems(
            Samples.tree().with("import.yaml", Samples.IMPORT + "    - {id: team-a, env: X}\n")));
  }

  @Test
  void aUserHasAnImportFromOneGrantOnly() {
    assertEquals(
        """
        granted-twice z.yaml:6:28: spec.users[1]: alice@example.com has deepseek from the grant research already, at grant.yaml:6:11 (keep the user in one of the two grants)""",
        Samples.problems(
            Samples.tree()
                .with(
                    "z.yaml",
                    Samples.GRANT
                        .replace("research", "zoo")
                        .replace("[alice", "[bob@example.com, ALICE"))));
  }

  @Test
  void selfServiceHasNoSubscriptionToGive() {
    assertEquals(
        """
        no-subscriptions grant.yaml:7:9: spec.days: the import deepseek is for self-service only, so there is no subscription to give (add subscription to the import's access, or take days out)""",
        Samples.problems(imp("[subscription]", "[self-service]")));
  }

  @Test
  void anImportDoesNotMoveFromItself() {
    assertEquals(
        """
        moved-from-itself import.yaml:8:17: spec.moved.from: the import says that it moved from its own name (write the name it had before, or take moved out)""",
        Samples.problems(imp("  access:", "  moved: {from: deepseek}\n  access:")));
  }

  @Test
  void anImportDoesNotMoveFromOneThatStays() {
    assertEquals(
        """
        moved-from-existing import.yaml:8:17: spec.moved.from: the import other is still there, at z.yaml:3:18 (remove that document, or take moved out)""",
        Samples.problems(
            imp("  access:", "  moved: {from: other}\n  access:")
                .with("z.yaml", Samples.IMPORT.replace("name: deepseek", "name: other"))));
  }

  @Test
  void twoImportsDoNotMoveFromOne() {
    assertEquals(
        """
        moved-twice z.yaml:8:17: spec.moved.from: the import deepseek says that it moved from old too, at import.yaml:8:17 (keep one of them)""",
        Samples.problems(
            imp("  access:", "  moved: {from: old}\n  access:")
                .with(
                    "z.yaml",
                    Samples.IMPORT
                        .replace("name: deepseek", "name: other")
                        .replace("  access:", "  moved: {from: old}\n  access:"))));
  }

  @Test
  void aRepositoryHasOnePolicy() {
    assertEquals(
        """
        second-policy z.yaml:3:18: metadata.name: a second Policy; the first is at policy.yaml:3:18 (keep one: a repository has one policy)""",
        Samples.problems(
            policy("{}")
                .with(
                    "z.yaml",
                    "apiVersion: relay-manager/v1\nkind: Policy\nmetadata: {name: other}\nspec: {}\n")));
  }

  @Test
  void nothingIsCalledMissingWhileAFileCannotBeRead() {
    assertEquals(
        """
        yaml-syntax host.yaml:7:1: not YAML: while parsing a flow mapping: expected ',' or '}', but got <stream end> (mend it; the rest of the file was not read)""",
        Samples.problems(host("}}", "}").with("import.yaml", Samples.IMPORT)));
  }

  @Test
  void aFaultyDocumentIsNotAMissingOne() {
    assertEquals(
        """
        unknown-field host.yaml:6:3: spec.colour: unknown field (take it out; what could stand here: allowPlaintext, limits, probeUser, recipients, testHost, tls, versions)""",
        Samples.problems(host("  auth:", "  colour: red\n  auth:")));
  }
}
