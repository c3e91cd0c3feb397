package dev.relaymanager.demo;

import java.nio.charset.StandardCharsets;

/** The repository of the demo, as a person would write it. */
final class DemoDocuments {
  static final String VENDOR = "api.deepseek.com";
  static final String MODEL = "deepseek-chat";

  private DemoDocuments() {}

  static byte[] host(String url) {
    return bytes(
        """
        apiVersion: relay-manager/v1
        kind: Host
        metadata: {name: prod}
        spec:
          baseUrl: %s
          auth: {adminKey: {sealed: keys/prod-admin.age}}
          versions: ">=0.1.126 <0.2.0"
          limits: {concurrency: 8, requestsPerSecond: 500}
        """
            .formatted(url));
  }

  static byte[] pack() {
    return bytes(
        """
        apiVersion: relay-manager/v1
        kind: Pack
        metadata: {name: openai-cn-pack}
        spec: {source: packs/openai-cn-pack, version: 1.0.0}
        """);
  }

  /** The import under a name, with what shall be done about drift. */
  static byte[] providerImport(String name, String onDrift) {
    return bytes(
        """
        apiVersion: relay-manager/v1
        kind: ProviderImport
        metadata: {name: %s}
        spec:
          hosts: [prod]
          pack: openai-cn-pack
          provider: deepseek
          mode: strict
          access: [subscription]
          keys:
            - {id: team-a, sealed: keys/deepseek-team-a.age}
            - {id: team-b, sealed: keys/deepseek-team-b.age}
          plan: {price: 9.90, days: 30, forSale: true}
          onDrift: %s
        """
            .formatted(name, onDrift));
  }

  /** The grant; once the user has a key, with that key as the proof. */
  static byte[] grant(String importName, String user, boolean withProbe) {
    return bytes(
        """
        apiVersion: relay-manager/v1
        kind: AccessGrant
        metadata: {name: research}
        spec:
          import: %s
          users: [%s]
          days: 30
        """
                .formatted(importName, user)
            + (withProbe ? "  probe: {key: {sealed: keys/alice-probe.age}}\n" : ""));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
