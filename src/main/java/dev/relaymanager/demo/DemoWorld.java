package dev.relaymanager.demo;

import dev.relaymanager.engine.EngineSettings;
import dev.relaymanager.git.BareRepository;
import dev.relaymanager.git.CommitAuthor;
import dev.relaymanager.git.Mirror;
import dev.relaymanager.git.Report;
import dev.relaymanager.git.ReportResult;
import dev.relaymanager.git.RepositoryAddress;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.pack.BundledPack;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything the demo plays in: a simulated host with a fake vendor, a bare repository with a first
 * commit, an identity, and an empty state folder, all below one temporary folder.
 */
public final class DemoWorld implements AutoCloseable {
  private static final CommitAuthor AUTHOR = new CommitAuthor("Demo Operator", "ops@example.com");

  private final Path folder;
  private final DemoHost host;
  private final String importName;
  private final Identity identity;
  private final Mirror author;
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, String> secrets = new LinkedHashMap<>();

  private DemoWorld(
      Path folder, DemoHost host, String importName, Identity identity, Mirror author) {
    this.folder = folder;
    this.host = host;
    this.importName = importName;
    this.identity = identity;
    this.author = author;
    secrets.put("admin key", host.adminKey());
  }

  /** Builds it around a simulated host: host up, first commit pushed, nothing applied. */
  public static DemoWorld create(String hostVersion) {
    return around(new SimulatedDemoHost(hostVersion), "deepseek");
  }

  /**
   * Builds it around a host: first commit pushed, nothing applied.
   *
   * @param importName names the import, and so what is made on the host
   */
  static DemoWorld around(DemoHost host, String importName) {
    Path folder;
    try {
      folder = Files.createTempDirectory("relay-demo-");
    } catch (IOException failed) {
      throw new EnvironmentException("no temporary folder can be made: " + failed, failed);
    }
    Identity identity = Identity.generate();
    Path repository = folder.resolve("relay.git");
    BareRepository.create(repository);
    Mirror author =
        Mirror.open(
            folder.resolve("author"),
            RepositoryAddress.parse(repository.toString()),
            Optional.empty());
    DemoWorld world = new DemoWorld(folder, host, importName, identity, author);
    world.prepare();
    return world;
  }

  private void prepare() {
    identity.write(identityFile());
    try {
      String authority = host.vendorCaPem();
      if (authority != null) {
        Files.writeString(authorityFile(), authority);
      }
    } catch (IOException failed) {
      throw new EnvironmentException("the demo's folder cannot be written: " + failed, failed);
    }
    BundledPack.files("openai-cn-pack")
        .forEach((path, bytes) -> files.put("packs/openai-cn-pack/" + path, bytes));
    files.put("hosts/prod.yaml", DemoDocuments.host(host.url()));
    files.put("packs/openai-cn-pack.yaml", DemoDocuments.pack());
    files.put("imports/deepseek.yaml", DemoDocuments.providerImport(importName, "report"));
    files.put("grants/research.yaml", DemoDocuments.grant(importName, host.user(), false));
    Origin hostOrigin = Origin.of(host.url());
    Origin vendorOrigin = Origin.of("https://" + DemoDocuments.VENDOR);
    seal("keys/prod-admin.age", host.adminKey(), SealPurpose.adminKey("prod", hostOrigin));
    Iterator<String> keys = host.upstreamKeys().iterator();
    for (String id : List.of("team-a", "team-b")) {
      String key = keys.next();
      secrets.put("upstream key of " + id, key);
      seal(
          "keys/deepseek-" + id + ".age",
          key,
          SealPurpose.providerKey(importName, id, hostOrigin, vendorOrigin));
    }
    commit("DeepSeek for the research team");
  }

  private void seal(String path, String secret, SealPurpose purpose) {
    try (Secret key = Secret.of(secret)) {
      String sealed = Sealer.seal(List.of(key), purpose, identity.recipients());
      files.put(path, sealed.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Declares what shall be done about drift. */
  void declareOnDrift(String onDrift) {
    files.put("imports/deepseek.yaml", DemoDocuments.providerImport(importName, onDrift));
    commit("onDrift: " + onDrift);
  }

  /** A key that must show up nowhere either. */
  void keepSecret(String what, String secret) {
    secrets.put(what, secret);
  }

  /** Declares a user's key as the proof of access. */
  void declareProbe(String userKey) {
    secrets.put("the user's own key", userKey);
    seal("keys/alice-probe.age", userKey, SealPurpose.userKey("research", Origin.of(host.url())));
    files.put("grants/research.yaml", DemoDocuments.grant(importName, host.user(), true));
    commit("Prove access with Alice's key");
  }

  private void commit(String message) {
    ReportResult result =
        author.reports("main", AUTHOR).publish(new Report("", files, message, Instant.now()));
    if (!(result instanceof ReportResult.Pushed)) {
      throw new EnvironmentException("the demo's commit was not taken: " + result);
    }
  }

  /** What an engine needs to work on this world. */
  public EngineSettings settings() {
    return new EngineSettings(
        repository().toString(),
        "main",
        state(),
        identityFile(),
        null,
        null,
        host.vendorCaPem(),
        host.vendorDetour(),
        Duration.ofSeconds(30),
        EngineSettings.REPORT_BRANCH,
        Map.of(),
        false);
  }

  /** The same for a service that follows no repository. */
  EngineSettings settingsWithoutRepository() {
    EngineSettings settings = settings();
    return new EngineSettings(
            null,
            settings.ref(),
            settings.state(),
            settings.identity(),
            null,
            null,
            settings.caPem(),
            settings.connectTo(),
            settings.gatewayPatience(),
            settings.reportBranch(),
            Map.of(),
            false)
        .contentWithoutRepository();
  }

  public Path folder() {
    return folder;
  }

  public Path repository() {
    return folder.resolve("relay.git");
  }

  public Path state() {
    return folder.resolve("state");
  }

  public Path identityFile() {
    return folder.resolve("relay.identity");
  }

  public Path authorityFile() {
    return folder.resolve("vendor-ca.pem");
  }

  DemoHost host() {
    return host;
  }

  /** The import, and the group and channel on the host. */
  String importName() {
    return importName;
  }

  /** Removes the folder and all in it. */
  public void delete() {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new EnvironmentException(folder + " cannot be removed: " + failed, failed);
    }
  }

  /** How to play with it, for whoever left it running. */
  public String guide() {
    return """

        Running until Ctrl-C; below %1$s:
          simulated sub2api   %2$s   (admin@sub2api.local / AdminPass123456)
          its user            %3$s / %4$s
          repository          git clone %5$s my-relay
          reports             git -C %5$s log -p relay/reports

        The daemon looks for commits every 2 s and at the host every 15 s. In another terminal:
          export RELAY_REPO=%5$s RELAY_STATE=%6$s RELAY_IDENTITY=%7$s
          export RELAY_CA_FILE=%8$s RELAY_CONNECT_TO=api.deepseek.com:443:127.0.0.1:%9$d
          relayctl status
          relayctl plan
        and: change a price or a name in imports/deepseek.yaml and push; delete an account by
          curl -X DELETE -H 'x-api-key: %10$s' %2$s/api/v1/admin/accounts/ID
        and watch it being found.

        """
        .formatted(
            folder,
            host.url(),
            host.user(),
            SimulatedDemoHost.PASSWORD,
            repository(),
            state(),
            identityFile(),
            authorityFile(),
            host.vendorDetour().getFirst().addressPort(),
            host.adminKey());
  }

  /** What must show up nowhere, by what it is. */
  Map<String, String> secrets() {
    return Map.copyOf(secrets);
  }

  @Override
  public void close() {
    author.close();
    host.close();
  }
}
