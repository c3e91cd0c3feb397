package dev.relaymanager.desired;

import static dev.relaymanager.desired.Samples.host;
import static dev.relaymanager.desired.Samples.imp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Every fault in the form of one document, with the whole of what is said about it. */
class FaultyDocumentTest {
  @Test
  void aMistypedFieldIsUnknownAndTheRightOneIsNamed() {
    assertEquals(
        """
        unknown-field host.yaml:5:3: spec.baseURL: unknown field (did you mean baseUrl?)""",
        Samples.problems(host("baseUrl", "baseURL")));
  }

  @Test
  void anUnknownFieldWithNothingNearListsWhatCouldStandThere() {
    assertEquals(
        """
        unknown-field host.yaml:6:3: spec.colour: unknown field (take it out; what could stand here: allowPlaintext, limits, probeUser, recipients, testHost, tls, versions)""",
        Samples.problems(host("  auth:", "  colour: red\n  auth:")));
  }

  @Test
  void aMistypedKindIsUnknownAndTheRightOneIsNamed() {
    assertEquals(
        """
        unknown-kind host.yaml:2:7: kind: found "Hots" (did you mean Host?)""",
        Samples.problems(host("kind: Host", "kind: Hots")));
  }

  @Test
  void aForeignKindIsUnknown() {
    assertEquals(
        """
        unknown-kind host.yaml:2:7: kind: found "Deployment" (write one of Host, Pack, ProviderImport, AccessGrant and Policy)""",
        Samples.problems(host("kind: Host", "kind: Deployment")));
  }

  @Test
  void aDocumentNeedsAKind() {
    assertEquals(
        """
        unknown-kind host.yaml:1:1: kind: missing (write one of Host, Pack, ProviderImport, AccessGrant and Policy)""",
        Samples.problems(host("kind: Host\n", "")));
  }

  @Test
  void aDocumentOfAnotherApiVersionIsNoneOfOurs() {
    assertEquals(
        """
        unknown-api-version host.yaml:1:13: apiVersion: found "apps/v1" (write apiVersion: relay-manager/v1, or move a file that is not for the relay manager below a folder whose name begins with a dot)""",
        Samples.problems(host("relay-manager/v1", "apps/v1")));
  }

  @Test
  void aDocumentNeedsAnApiVersion() {
    assertEquals(
        """
        unknown-api-version host.yaml:1:1: apiVersion: missing (write apiVersion: relay-manager/v1, or move a file that is not for the relay manager below a folder whose name begins with a dot)""",
        Samples.problems(host("apiVersion: relay-manager/v1\n", "")));
  }

  @Test
  void anApiVersionIsText() {
    assertEquals(
        """
        unknown-api-version host.yaml:1:13: apiVersion: found "1" (write apiVersion: relay-manager/v1, or move a file that is not for the relay manager below a folder whose name begins with a dot)""",
        Samples.problems(host("relay-manager/v1", "1")));
  }

  @Test
  void aListIsNoDocument() {
    assertEquals(
        """
        not-a-document host.yaml:1:1: found a list, expected a document with apiVersion and kind (write apiVersion: relay-manager/v1 and a kind, or move a file that is not for the relay manager below a folder whose name begins with a dot)""",
        Samples.problems(host(Samples.HOST, "- a\n")));
  }

  @Test
  void aSingleWordIsNoList() {
    assertEquals(
        """
        wrong-type import.yaml:5:10: spec.hosts: found "prod", expected a list (write it as a list, also when it has one item)""",
        Samples.problems(imp("hosts: [prod]", "hosts: prod")));
  }

  @Test
  void aNumberIsNoText() {
    assertEquals(
        """
        wrong-type import.yaml:7:13: spec.provider: found 5, expected text (put it in quotes)""",
        Samples.problems(imp("provider: deepseek", "provider: 5")));
  }

  @Test
  void yesIsNeitherTrueNorFalse() {
    assertEquals(
        """
        wrong-type import.yaml:8:10: spec.adopt: found "yes", expected true or false (YAML 1.2 takes yes for text; write true or false)""",
        Samples.problems(imp("  access:", "  adopt: yes\n  access:")));
  }

  @Test
  void anEmptyValueIsNoText() {
    assertEquals(
        """
        wrong-type import.yaml:7:12: spec.provider: found nothing, expected text (give it a value or take the field out)""",
        Samples.problems(imp("provider: deepseek", "provider:")));
  }

  @Test
  void aRequiredFieldIsMissedAtItsParent() {
    assertEquals(
        """
        missing-field import.yaml:5:3: spec.provider: missing (add it: provider_id in that pack)""",
        Samples.problems(imp("  provider: deepseek\n", "")));
  }

  @Test
  void aDocumentNeedsAName() {
    assertEquals(
        """
        missing-field import.yaml:3:11: metadata.name: missing (add it: Unique among the documents of its kind; other documents refer to it)""",
        Samples.problems(imp("{name: deepseek}", "{}")));
  }

  @Test
  void aDocumentNeedsASpec() {
    assertEquals(
        """
        missing-field x.yaml:1:1: spec: missing (add it: Source and version of the pack)""",
        Samples.problems(
            Samples.tree()
                .with(
                    "x.yaml", "apiVersion: relay-manager/v1\nkind: Pack\nmetadata: {name: q}\n")));
  }

  @Test
  void aMistypedWordNamesTheRightOne() {
    assertEquals(
        """
        bad-value import.yaml:8:9: spec.mode: found "strickt", expected strict or partial (did you mean strict?)""",
        Samples.problems(imp("  access:", "  mode: strickt\n  access:")));
  }

  @Test
  void aWordOutsideTheListNamesTheList() {
    assertEquals(
        """
        bad-value import.yaml:8:12: spec.access[0]: found "api", expected subscription or self-service (write one of them)""",
        Samples.problems(imp("[subscription]", "[api]")));
  }

  @Test
  void anImportNeedsAHost() {
    assertEquals(
        """
        empty import.yaml:5:10: spec.hosts: found an empty list, expected at least one item (add one)""",
        Samples.problems(imp("hosts: [prod]", "hosts: []")));
  }

  @Test
  void aListOfNamesHasEachOnce() {
    assertEquals(
        """
        repeated import.yaml:5:17: spec.hosts[1]: "prod" stands here a second time (keep one of them)""",
        Samples.problems(imp("hosts: [prod]", "hosts: [prod, prod]")));
  }

  @Test
  void aNameHasAForm() {
    assertEquals(
        """
        bad-value import.yaml:3:18: metadata.name: found "Deep_Seek", expected lower-case letters, digits, dots and dashes, at most 63, a letter or digit at both ends (for example prod)""",
        Samples.problems(imp("name: deepseek", "name: Deep_Seek")));
  }

  @Test
  void aKeyHasOneSourceOnly() {
    assertEquals(
        """
        conflicting-fields import.yaml:10:7: spec.keys[0]: found sealed and env together (write exactly one of sealed, sealedInline, env and file)""",
        Samples.problems(imp("sealed: keys/team-a.age", "sealed: keys/team-a.age, env: X")));
  }

  @Test
  void aKeyNeedsASource() {
    assertEquals(
        """
        missing-field import.yaml:10:7: spec.keys[0]: found none of sealed, sealedInline, env and file (write exactly one of sealed, sealedInline, env and file)""",
        Samples.problems(imp("sealed: keys/team-a.age", "")));
  }

  @Test
  void aMistypedSourceIsOneProblemNotTwo() {
    assertEquals(
        """
        unknown-field import.yaml:10:20: spec.keys[0].seald: unknown field (did you mean sealed?)""",
        Samples.problems(imp("sealed: keys", "seald: keys")));
  }

  @Test
  void aPlainKeyInPlaceOfASourceIsNotRepeated() {
    assertEquals(
        """
        wrong-type import.yaml:10:7: spec.keys[0]: found a text of 19 characters, expected a mapping (name a source, such as sealed: keys/name.age; a secret that stood here is in Git's history now and must be changed)""",
        Samples.problems(imp("- {id: team-a, sealed: keys/team-a.age}", "- sk-0123456789abcdef")));
  }

  @Test
  void aPlainKeyInAnUnknownFieldIsNotRepeated() {
    assertEquals(
        """
        missing-field import.yaml:10:7: spec.keys[0]: found none of sealed, sealedInline, env and file (write exactly one of sealed, sealedInline, env and file)
        unknown-field import.yaml:10:20: spec.keys[0].key: unknown field (take it out; what could stand here: env, file, sealed, sealedInline, unbound)""",
        Samples.problems(imp("sealed: keys/team-a.age", "key: sk-0123456789abcdef")));
  }

  @Test
  void aPlainKeyInPlaceOfSealedTextIsNotRepeated() {
    assertEquals(
        """
        bad-value import.yaml:10:34: spec.keys[0].sealedInline: found a text of 6 characters, expected an age envelope in its text form, as `relayctl seal` writes it, never a plain key (name a source, such as sealed: keys/name.age; a secret that stood here is in Git's history now and must be changed)""",
        Samples.problems(imp("sealed: keys/team-a.age", "sealedInline: secret")));
  }

  @Test
  void aPlainKeyInPlaceOfAVariableIsNotRepeated() {
    assertEquals(
        """
        bad-value import.yaml:10:25: spec.keys[0].env: found a text of 9 characters, expected the name of an environment variable, never the key itself (name a source, such as sealed: keys/name.age; a secret that stood here is in Git's history now and must be changed)""",
        Samples.problems(imp("sealed: keys/team-a.age", "env: my-secret")));
  }

  @Test
  void aPlainAdminKeyIsNotRepeated() {
    assertEquals(
        """
        wrong-type host.yaml:6:20: spec.auth.adminKey: found a text of 7 characters, expected a mapping (name a source, such as sealed: keys/name.age; a secret that stood here is in Git's history now and must be changed)""",
        Samples.problems(host("{adminKey: {sealed: keys/prod-admin.age}}", "{adminKey: hunter2}")));
  }

  @Test
  void aMountedFileHasAnAbsolutePath() {
    assertEquals(
        """
        bad-value import.yaml:10:26: spec.keys[0].file: found a text of 11 characters, expected an absolute path on the manager's machine; for a file in this repository use sealed (name a source, such as sealed: keys/name.age; a secret that stood here is in Git's history now and must be changed)""",
        Samples.problems(imp("sealed: keys/team-a.age", "file: keys/team-a")));
  }

  @Test
  void aHostNeedsACredential() {
    assertEquals(
        """
        missing-field host.yaml:6:9: spec.auth: found none of adminKey and bearer (write exactly one of adminKey and bearer)""",
        Samples.problems(host("{adminKey: {sealed: keys/prod-admin.age}}", "{}")));
  }
}
