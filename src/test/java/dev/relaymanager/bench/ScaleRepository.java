package dev.relaymanager.bench;

import dev.relaymanager.git.BareRepository;
import dev.relaymanager.git.CommitAuthor;
import dev.relaymanager.git.Mirror;
import dev.relaymanager.git.Report;
import dev.relaymanager.git.ReportResult;
import dev.relaymanager.git.RepositoryAddress;
import dev.relaymanager.pack.BundledPack;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A repository that asks for so many accounts in 100 imports and 1,000 files: an import, a grant
 * and eight sealed lists of keys each. All keys are invented and really sealed.
 */
final class ScaleRepository {
  static final int IMPORTS = 100;

  /** How many requests the host takes at once. */
  static final int CONCURRENCY = 8;

  private static final int LISTS = 8;
  private static final String VENDOR = "https://api.deepseek.com";

  private final Map<String, byte[]> files = new TreeMap<>();
  private final Identity identity = Identity.generate();
  private final Origin host;

  private ScaleRepository(String hostUrl) {
    this.host = Origin.of(hostUrl);
  }

  /** Makes the repository and the identity's file. */
  static void create(Path repository, Path identityFile, String hostUrl, int accounts) {
    ScaleRepository made = new ScaleRepository(hostUrl);
    made.fill(hostUrl, accounts);
    made.identity.write(identityFile);
    BareRepository.create(repository);
    try (Mirror author =
        Mirror.open(
            repository.resolveSibling("author"),
            RepositoryAddress.parse(repository.toString()),
            Optional.empty())) {
      ReportResult result =
          author
              .reports("main", new CommitAuthor("Figures", "figures@example.com"))
              .publish(new Report("", made.files, accounts + " accounts", Instant.now()));
      if (!(result instanceof ReportResult.Pushed)) {
        throw new IllegalStateException("not pushed: " + result);
      }
    }
  }

  private void fill(String hostUrl, int accounts) {
    BundledPack.files("openai-cn-pack")
        .forEach((path, bytes) -> files.put("packs/openai-cn-pack/" + path, bytes));
    put(
        "packs/openai-cn-pack.yaml",
        """
        apiVersion: relay-manager/v1
        kind: Pack
        metadata: {name: openai-cn-pack}
        spec: {source: packs/openai-cn-pack, version: 1.0.0}
        """);
    put(
        "hosts/prod.yaml",
        """
        apiVersion: relay-manager/v1
        kind: Host
        metadata: {name: prod}
        spec:
          baseUrl: %s
          auth: {adminKey: {sealed: keys/prod-admin.age}}
          limits: {concurrency: %d, requestsPerSecond: 10000}
        """
            .formatted(hostUrl, CONCURRENCY));
    seal("keys/prod-admin.age", List.of(ScaleHost.ADMIN_KEY), SealPurpose.adminKey("prod", host));
    int made = 0;
    for (int number = 0; number < IMPORTS; number++) {
      int until = (int) ((number + 1L) * accounts / IMPORTS);
      addImport("vendor-%03d".formatted(number), made, until);
      made = until;
    }
  }

  private void addImport(String name, int from, int until) {
    StringBuilder keys = new StringBuilder();
    for (int list = 0; list < LISTS; list++) {
      int first = from + list * (until - from) / LISTS;
      int last = from + (list + 1) * (until - from) / LISTS;
      if (first == last) {
        continue;
      }
      String id = "team-" + list;
      String path = "keys/%s-%s.age".formatted(name, id);
      keys.append("    - {id: %s, sealed: %s}%n".formatted(id, path));
      List<String> lines = new ArrayList<>();
      for (int key = first; key < last; key++) {
        lines.add("sk-good-invented-%08d-0123456789abcdef".formatted(key));
      }
      seal(path, lines, SealPurpose.providerKey(name, id, host, Origin.of(VENDOR)));
    }
    put(
        "imports/" + name + ".yaml",
        """
        apiVersion: relay-manager/v1
        kind: ProviderImport
        metadata: {name: %1$s}
        spec:
          hosts: [prod]
          pack: openai-cn-pack
          provider: deepseek
          mode: strict
          access: [subscription]
          keys:
        %2$s  plan: {price: 9.90, days: 30, forSale: true}
          names: {plan: %1$s}
          onDrift: report
        """
            .formatted(name, keys));
    put(
        "grants/" + name + ".yaml",
        """
        apiVersion: relay-manager/v1
        kind: AccessGrant
        metadata: {name: %1$s}
        spec:
          import: %1$s
          users: [%2$s]
          days: 30
        """
            .formatted(name, ScaleHost.USER));
  }

  private void seal(String path, List<String> lines, SealPurpose purpose) {
    List<Secret> keys = lines.stream().map(Secret::of).toList();
    put(path, Sealer.seal(keys, purpose, identity.recipients()));
    keys.forEach(Secret::close);
  }

  private void put(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
