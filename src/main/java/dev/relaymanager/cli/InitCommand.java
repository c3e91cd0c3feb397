package dev.relaymanager.cli;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.BundledPack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a repository to start from: one host, DeepSeek, one key, one grant, a policy.",
      "Overwrites nothing."
    },
    footer = {
      "",
      "Example:",
      "  relayctl init my-relay --host-url https://sub2api.example.com --user alice@example.com"
    })
final class InitCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where (default: here).")
  private Path folder = Path.of(".");

  @Option(
      names = "--host-url",
      paramLabel = "URL",
      defaultValue = "https://sub2api.example.com",
      description = "Base URL of the host (default: ${DEFAULT-VALUE}).")
  private String hostUrl = "https://sub2api.example.com";

  @Option(
      names = "--user",
      paramLabel = "EMAIL",
      defaultValue = "alice@example.com",
      description = "A user of that host who gets access (default: ${DEFAULT-VALUE}).")
  private String user = "alice@example.com";

  @Override
  public Integer call() {
    Map<String, byte[]> files = new TreeMap<>();
    put(
        files,
        "hosts/prod.yaml",
        """
      apiVersion: relay-manager/v1
      kind: Host
      metadata: {name: prod}
      spec:
        baseUrl: %s
        auth: {adminKey: {sealed: keys/prod-admin.age}}
        versions: ">=0.1.126 <0.2.0"
      """
            .formatted(hostUrl));
    put(files, "packs/openai-cn-pack.yaml", PACK);
    put(files, "imports/deepseek.yaml", IMPORT);
    put(
        files,
        "grants/research.yaml",
        """
      apiVersion: relay-manager/v1
      kind: AccessGrant
      metadata: {name: research}
      spec:
        import: deepseek
        users: [%s]
        days: 30
        # A user's own API key proves that the access works. Once the user has made one:
        # probe: {key: {sealed: keys/research-probe.age}}
      """
            .formatted(user));
    put(files, "policy.yaml", POLICY);
    put(files, ".gitattributes", "# checksums.txt is over the bytes\npacks/** -text\n");
    put(files, ".gitignore", ".relay/\n*.identity\n");
    BundledPack.files("openai-cn-pack")
        .forEach((path, bytes) -> files.put("packs/openai-cn-pack/" + path, bytes));
    refuseToOverwrite(files);
    files.forEach(this::write);
    System.out.printf(
        """
        Wrote %d files below %s. Next:
          relayctl keygen relay.identity && export RELAY_IDENTITY=$PWD/relay.identity
          relayctl seal --folder %2$s keys/prod-admin.age         the host's admin key
          relayctl seal --folder %2$s keys/deepseek-team-a.age    DeepSeek's key
          relayctl validate %2$s
          git init, commit, and: relayctl plan --repo %2$s
        """,
        files.size(), folder);
    return 0;
  }

  private void refuseToOverwrite(Map<String, byte[]> files) {
    for (String path : files.keySet()) {
      if (Files.exists(folder.resolve(path))) {
        throw new InvalidInputException(
            Problem.of(
                "exists-already",
                folder.resolve(path) + " is there already",
                "init starts from an empty folder; nothing was written"));
      }
    }
  }

  private void write(String path, byte[] content) {
    Path file = folder.resolve(path);
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(file, content);
    } catch (IOException failed) {
      throw new EnvironmentException(file + " cannot be written: " + failed, failed);
    }
  }

  private static void put(Map<String, byte[]> files, String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static final String PACK =
      """
      apiVersion: relay-manager/v1
      kind: Pack
      metadata: {name: openai-cn-pack}
      spec: {source: packs/openai-cn-pack, version: 1.0.0}
      """;

  private static final String IMPORT =
      """
      apiVersion: relay-manager/v1
      kind: ProviderImport
      metadata: {name: deepseek}
      spec:
        hosts: [prod]
        pack: openai-cn-pack
        provider: deepseek
        mode: strict              # all keys work, or nothing is kept; partial keeps those that do
        access: [subscription]
        keys:
          - {id: team-a, sealed: keys/deepseek-team-a.age}
        plan: {price: 9.90, days: 30, forSale: true}
        onDrift: report           # or correct
        deletion: prune           # or orphan, protect
      """;

  private static final String POLICY =
      """
      apiVersion: relay-manager/v1
      kind: Policy
      metadata: {name: policy}
      spec:
        maxDeletes: {count: 5, percent: 20}
        maxPeopleAffected: 10
        minAccountsLeft: 1
      """;
}
