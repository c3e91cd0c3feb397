package dev.relaymanager.desired;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.relaymanager.model.InvalidInputException;
import java.util.stream.Collectors;

/** A small right desired state, which tests spoil in one place. */
final class Samples {
  static final String HOST =
      """
      apiVersion: relay-manager/v1
      kind: Host
      metadata: {name: prod}
      spec:
        baseUrl: https://sub2api.example.com
        auth: {adminKey: {sealed: keys/prod-admin.age}}
      """;

  static final String PACK =
      """
      apiVersion: relay-manager/v1
      kind: Pack
      metadata: {name: openai-cn-pack}
      spec: {source: packs/openai-cn-pack, version: 1.0.0}
      """;

  static final String IMPORT =
      """
      apiVersion: relay-manager/v1
      kind: ProviderImport
      metadata: {name: deepseek}
      spec:
        hosts: [prod]
        pack: openai-cn-pack
        provider: deepseek
        access: [subscription]
        keys:
          - {id: team-a, sealed: keys/team-a.age}
      """;

  static final String GRANT =
      """
      apiVersion: relay-manager/v1
      kind: AccessGrant
      metadata: {name: research}
      spec:
        import: deepseek
        users: [alice@example.com]
        days: 30
      """;

  private Samples() {}

  /** All four documents and the files they name. */
  static MemoryTree tree() {
    return new MemoryTree()
        .with("host.yaml", HOST)
        .with("pack.yaml", PACK)
        .with("import.yaml", IMPORT)
        .with("grant.yaml", GRANT)
        .with("keys/prod-admin.age", "age")
        .with("keys/team-a.age", "age")
        .with("packs/openai-cn-pack/pack.json", "{}");
  }

  static MemoryTree host(String from, String to) {
    return spoiled("host.yaml", HOST, from, to);
  }

  static MemoryTree pack(String from, String to) {
    return spoiled("pack.yaml", PACK, from, to);
  }

  static MemoryTree imp(String from, String to) {
    return spoiled("import.yaml", IMPORT, from, to);
  }

  static MemoryTree grant(String from, String to) {
    return spoiled("grant.yaml", GRANT, from, to);
  }

  static MemoryTree policy(String spec) {
    return tree()
        .with(
            "policy.yaml",
            "apiVersion: relay-manager/v1\nkind: Policy\nmetadata: {name: default}\nspec: "
                + spec
                + "\n");
  }

  private static MemoryTree spoiled(String file, String text, String from, String to) {
    if (!text.contains(from)) {
      throw new IllegalArgumentException(file + " has no " + from);
    }
    return tree().with(file, text.replace(from, to));
  }

  /** Every problem of a tree with its code, one a line. */
  static String problems(MemoryTree tree) {
    InvalidInputException refusal =
        assertThrows(InvalidInputException.class, () -> DocumentLoader.load(tree));
    return refusal.problems().stream()
        .map(problem -> problem.code() + " " + problem)
        .collect(Collectors.joining("\n"));
  }
}
