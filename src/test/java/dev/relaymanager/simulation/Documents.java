package dev.relaymanager.simulation;

import dev.relaymanager.pack.BundledPack;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes wishes down as the files of a revision. Keeps what it sealed: sealing takes its time. */
final class Documents {
  private static final Map<String, byte[]> PACK =
      BundledPack.files("openai-cn-pack").entrySet().stream()
          .collect(
              Collectors.toMap(
                  file -> "packs/openai-cn-pack/" + file.getKey(), Map.Entry::getValue));
  private static final Origin VENDOR = Origin.of("https://api.deepseek.com");

  private final String hostUrl;
  private final String adminKey;
  private final Identity identity;
  private final Map<String, String> sealed = new HashMap<>();

  Documents(String hostUrl, String adminKey, Identity identity) {
    this.hostUrl = hostUrl;
    this.adminKey = adminKey;
    this.identity = identity;
  }

  /** Where documents stand; none of it is a change of what is wished. */
  enum Layout {
    A_FILE_EACH,
    ONE_FILE,
    ONE_FILE_REVERSED,
    ANOTHER_FOLDER
  }

  SortedMap<String, byte[]> of(List<ImportWish> wishes, Layout layout, String policy) {
    SortedMap<String, byte[]> files = new TreeMap<>(PACK);
    put(files, "hosts/prod.yaml", host());
    put(files, "keys/prod-admin.age", seal(purposeOfAdmin(), List.of(adminKey)));
    put(
        files,
        "packs/openai-cn-pack.yaml",
        """
        apiVersion: relay-manager/v1
        kind: Pack
        metadata: {name: openai-cn-pack}
        spec: {source: packs/openai-cn-pack, version: 1.0.0}
        """);
    put(files, "policy.yaml", policy);
    Map<String, String> written = new TreeMap<>();
    for (ImportWish wish : wishes) {
      written.put(wish.name, importOf(wish) + grantsOf(wish));
      for (KeyEntry entry : wish.entries) {
        put(files, fileOf(wish, entry), seal(purposeOf(wish, entry), entry.keys()));
      }
    }
    List<String> texts = List.copyOf(written.values());
    switch (layout) {
      case A_FILE_EACH ->
          written.forEach((name, text) -> put(files, "imports/" + name + ".yaml", text));
      case ONE_FILE -> put(files, "all.yaml", String.join("", texts));
      case ONE_FILE_REVERSED -> put(files, "all.yaml", String.join("", texts.reversed()));
      case ANOTHER_FOLDER ->
          written.forEach((name, text) -> put(files, "vendors/cn/" + name + "-import.yml", text));
    }
    return files;
  }

  private static void put(SortedMap<String, byte[]> files, String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private String host() {
    return """
        apiVersion: relay-manager/v1
        kind: Host
        metadata: {name: prod}
        spec:
          baseUrl: %s
          auth: {adminKey: {sealed: keys/prod-admin.age}}
          limits: {requestsPerSecond: 1000}
        """
        .formatted(hostUrl);
  }

  private static String importOf(ImportWish wish) {
    String keys =
        wish.entries.stream()
            .map(entry -> "    - {id: %s, sealed: %s}%n".formatted(entry.id(), fileOf(wish, entry)))
            .collect(Collectors.joining());
    return """
        ---
        apiVersion: relay-manager/v1
        kind: ProviderImport
        metadata: {name: %s}
        spec:
          hosts: [prod]
          pack: openai-cn-pack
          provider: deepseek
          mode: %s
          access: [subscription]
          models: [%s]
          group: {description: %s, rateMultiplier: %s, dailyLimitUsd: %s}
          accounts: {concurrency: %d, priority: %d}
          names: {plan: %s plan}
          onDrift: %s
          deletion: %s
          keys:
        """
            .formatted(
                wish.name,
                wish.strict ? "strict" : "partial",
                String.join(", ", wish.models),
                wish.description,
                wish.rate,
                wish.dailyLimit,
                wish.concurrency,
                wish.priority,
                wish.name,
                wish.correct ? "correct" : "report",
                wish.removal.name().toLowerCase(Locale.ROOT))
        + keys
        + (wish.sold
            ? "  plan: {price: %s, days: %d, forSale: %s}%n"
                .formatted(wish.price, wish.validity, wish.forSale)
            : "")
        + (wish.adopt ? "  adopt: true\n" : "")
        + (wish.movedFrom.isEmpty() ? "" : "  moved: {from: %s}%n".formatted(wish.movedFrom));
  }

  /** One grant for each number of days. */
  private static String grantsOf(ImportWish wish) {
    SortedMap<Integer, List<String>> byDays =
        new TreeMap<>(
            wish.grants.entrySet().stream()
                .collect(
                    Collectors.groupingBy(
                        Map.Entry::getValue,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList()))));
    StringBuilder grants = new StringBuilder();
    byDays.forEach(
        (days, users) ->
            grants.append(
                """
                ---
                apiVersion: relay-manager/v1
                kind: AccessGrant
                metadata: {name: %s-for-%d-days}
                spec: {import: %s, users: [%s], days: %d}
                """
                    .formatted(wish.name, days, wish.name, String.join(", ", users), days)));
    return grants.toString();
  }

  private static String fileOf(ImportWish wish, KeyEntry entry) {
    return "keys/" + wish.name + "-" + entry.id() + ".age";
  }

  private SealPurpose purposeOfAdmin() {
    return SealPurpose.adminKey("prod", Origin.of(hostUrl));
  }

  private SealPurpose purposeOf(ImportWish wish, KeyEntry entry) {
    return SealPurpose.providerKey(wish.name, entry.id(), Origin.of(hostUrl), VENDOR);
  }

  private String seal(SealPurpose purpose, List<String> keys) {
    return sealed.computeIfAbsent(
        purpose + " " + keys,
        ignored -> {
          List<Secret> secrets = keys.stream().map(Secret::of).toList();
          try {
            return Sealer.seal(secrets, purpose, identity.recipients());
          } finally {
            secrets.forEach(Secret::close);
          }
        });
  }
}
