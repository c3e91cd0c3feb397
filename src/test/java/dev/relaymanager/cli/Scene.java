package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relaymanager.git.Committer;
import dev.relaymanager.git.FolderTree;
import dev.relaymanager.pack.BundledPack;
import dev.relaymanager.pack.ChecksumFile;
import dev.relaymanager.seal.Identity;
import dev.relaymanager.seal.Origin;
import dev.relaymanager.seal.SealPurpose;
import dev.relaymanager.seal.Sealer;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import dev.relaymanager.sim.SimulatedVendor;
import dev.relaymanager.store.Batches;
import dev.relaymanager.store.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has: a simulated host, a bare repository with a working copy, an identity and a
 * state folder. Not safe for use by several threads.
 */
final class Scene implements AutoCloseable {
  static final String USER = "alice@example.com";
  static final String PASSWORD = "AlicePass123";
  static final String HOST = "hosts/prod.yaml";
  static final String PACK = "packs/openai-cn-pack.yaml";
  static final String IMPORT = "imports/deepseek.yaml";
  static final String GRANT = "grants/research.yaml";
  static final String PROVIDER = "packs/openai-cn-pack/providers/deepseek.json";

  private static final String VENDOR = "https://api.deepseek.com";

  final SimulatedHost host;
  private final SimulatedVendor vendor;
  final Identity identity = Identity.generate();

  /** How many seconds a refusal at the gateway is asked again. */
  int patience = 20;

  private final Path folder;
  private final Git work;
  private final @Nullable Committer committer;

  private Scene(Path folder, SimulatedHost host, SimulatedVendor vendor, boolean isQuick) {
    this.folder = folder;
    this.host = host;
    this.vendor = vendor;
    Path copy = folder.resolve("work");
    this.committer = isQuick ? Committer.make(repository()) : null;
    this.work = isQuick ? Git.in(copy) : Git.bare(repository()).cloneTo(copy);
    host.backDoor().addUser(USER, PASSWORD);
  }

  static Scene in(Path folder) {
    return in(folder, options("0.1.126"));
  }

  static SimulatedHostOptions options(String version) {
    return withoutVendor(version).withVendorPort(0);
  }

  /** A host that needs the vendor of another one for direct calls. */
  static SimulatedHostOptions withoutVendor(String version) {
    return SimulatedHostOptions.of(version).withAdminKey("admin-invented-for-these-tests");
  }

  /** With the documents of {@link #writeAll} committed and pushed. */
  static Scene in(Path folder, SimulatedHostOptions options) {
    SimulatedHost host = SimulatedHost.start(options);
    return begun(new Scene(folder, host, host.vendor(), false), scene -> {});
  }

  /**
   * One of many: with commits that start no process.
   *
   * @param vendor takes direct calls; to make one costs more than all else here
   * @param others changes the documents before the first commit
   */
  static Scene oneOfMany(
      Path folder, SimulatedHost host, SimulatedVendor vendor, Consumer<Scene> others) {
    return begun(new Scene(folder, host, vendor, true), others);
  }

  private static Scene begun(Scene scene, Consumer<Scene> others) {
    try {
      scene.identity.write(scene.identityFile());
      Files.writeString(scene.authorityFile(), scene.vendor.authorityPem());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    scene.writeAll();
    others.accept(scene);
    scene.commit("DeepSeek for the research team");
    return scene;
  }

  /** One host, DeepSeek with two good keys, a grant for Alice: all that the mission asks for. */
  private void writeAll() {
    write(
        HOST,
        """
        apiVersion: relay-manager/v1
        kind: Host
        metadata: {name: prod}
        spec:
          baseUrl: %s
          auth: {adminKey: {sealed: keys/prod-admin.age}}
          versions: ">=0.1.126 <0.2.0"
        """
            .formatted(host.url()));
    write(
        PACK,
        """
        apiVersion: relay-manager/v1
        kind: Pack
        metadata: {name: openai-cn-pack}
        spec: {source: packs/openai-cn-pack, version: 1.0.0}
        """);
    write(
        IMPORT,
        """
        apiVersion: relay-manager/v1
        kind: ProviderImport
        metadata: {name: deepseek}
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
          onDrift: report
        """);
    write(
        GRANT,
        """
        apiVersion: relay-manager/v1
        kind: AccessGrant
        metadata: {name: research}
        spec:
          import: deepseek
          users: [%s]
          days: 30
        """
            .formatted(USER));
    BundledPack.files("openai-cn-pack")
        .forEach((path, bytes) -> work.write("packs/openai-cn-pack/" + path, bytes));
    sealAdminKey(host.adminKey());
    sealKey("team-a", "sk-good-invented-team-a-5e1f");
    sealKey("team-b", "sk-good-invented-team-b-77c0");
  }

  // ------------------------------------------------------------------ the working copy

  void write(String path, String text) {
    work.write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  void remove(String path) {
    work.remove(path);
  }

  String read(String path) {
    return work.read(path);
  }

  /** Changes a file in one place, which has to be there. */
  void replace(String path, String from, String to) {
    String text = read(path);
    assertEquals(
        1, text.split(java.util.regex.Pattern.quote(from), -1).length - 1, path + ": " + from);
    write(path, text.replace(from, to));
  }

  /** {@code file:line:column} of the first place of a text in a file. */
  String place(String path, String text) {
    String before = read(path);
    int at = before.indexOf(text);
    if (at < 0) {
      throw new AssertionError(text + " is not in " + path);
    }
    before = before.substring(0, at);
    long line = before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0);
    int column = at - (before.lastIndexOf('\n') + 1) + 1;
    return path + ":" + line + ":" + column;
  }

  /** Makes the pack's checksums right for what is there now. */
  void signPack() {
    String pack = "packs/openai-cn-pack";
    write(
        pack + "/" + ChecksumFile.NAME,
        ChecksumFile.write(FolderTree.of(work.folder().resolve(pack))));
  }

  void sealAdminKey(String key) {
    sealAdminKey(key, identity);
  }

  void sealAdminKey(String key, Identity to) {
    seal("keys/prod-admin.age", key, SealPurpose.adminKey("prod", Origin.of(host.url())), to);
  }

  /** Seals keys, one a line, for an entry of the import. */
  void sealKey(String id, String keys) {
    seal("keys/deepseek-" + id + ".age", keys, purposeOfKey(id), identity);
  }

  /** Commits the import under another name, with its keys sealed for that. */
  void rename(String from, String to) {
    replace(IMPORT, "metadata: {name: " + from + "}", "metadata: {name: " + to + "}");
    replace(IMPORT, "onDrift:", "moved: {from: " + from + "}\n  onDrift:");
    replace(GRANT, "import: " + from, "import: " + to);
    for (String team : List.of("team-a", "team-b")) {
      seal(
          "keys/deepseek-" + team + ".age",
          "sk-good-invented-renamed-" + team,
          SealPurpose.providerKey(to, team, Origin.of(host.url()), Origin.of(VENDOR)),
          identity);
    }
    commit("By another name");
  }

  SealPurpose purposeOfKey(String id) {
    return SealPurpose.providerKey("deepseek", id, Origin.of(host.url()), Origin.of(VENDOR));
  }

  void seal(String path, String keys, SealPurpose purpose, Identity to) {
    List<Secret> secrets = keys.lines().map(Secret::of).toList();
    write(path, Sealer.seal(secrets, purpose, to.recipients()));
    secrets.forEach(Secret::close);
  }

  String commit(String message) {
    return committer == null ? work.push(message) : committer.commit(files(), message);
  }

  private SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(work.folder())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(work.folder().relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return files;
  }

  /** Takes the working copy back to what is pushed, and that to a commit: a rewritten branch. */
  void rewriteTo(String commit) {
    work.git("reset", "-q", "--hard", commit);
    work.git("push", "-q", "--force", "origin", "HEAD");
  }

  /** A new commit with the files of an old one. */
  void restore(String commit) {
    work.git("rm", "-q", "-r", "--ignore-unmatch", ".");
    work.git("checkout", "-q", commit, "--", ".");
    work.push("As it was");
  }

  Git git() {
    return work;
  }

  // ------------------------------------------------------------------ relayctl

  /** Runs a command with everything that it needs to work on this scene. */
  Ran run(String command, String... more) {
    return Ran.of(arguments(command, more).toArray(String[]::new));
  }

  List<String> arguments(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(
        List.of(
            "--repo",
            repository().toString(),
            "--state",
            state().toString(),
            "--identity",
            identityFile().toString(),
            "--ca-file",
            authorityFile().toString(),
            "--connect-to",
            "api.deepseek.com:443:127.0.0.1:" + vendor.port(),
            "--gateway-patience",
            Integer.toString(patience)));
    arguments.addAll(List.of(more));
    return arguments;
  }

  Path repository() {
    return folder.resolve("relay.git");
  }

  Path state() {
    return folder.resolve("state");
  }

  Path identityFile() {
    return folder.resolve("relay.identity");
  }

  Path authorityFile() {
    return folder.resolve("vendor-ca.pem");
  }

  Path folder() {
    return folder;
  }

  // ------------------------------------------------------------------ what came of it

  StateStore store() {
    return StateStore.open(state(), InstantSource.system());
  }

  /** What the store says of resources, batches and states. */
  String recorded() {
    try (StateStore store = store()) {
      return Stream.of(
              store.resources().recorded().resources().values().stream(),
              store.batches().page(null, null, null, 100).stream(),
              store.installs().list().stream(),
              store.revisions().quarantined().stream())
          .flatMap(lines -> lines)
          .map(Object::toString)
          .collect(Collectors.joining("\n"));
    }
  }

  List<Batches.Batch> batches() {
    try (StateStore store = store()) {
      return store.batches().page(null, null, null, 100);
    }
  }

  /** How many requests changed the host; the probe of what it can do sends some that cannot. */
  long changes() {
    return host.requests().stream()
        .filter(request -> request.changes() && request.status() < 300)
        .count();
  }

  /** The commit of the report branch; empty when there is none. */
  String reportTip() {
    return bare().git("for-each-ref", "--format=%(objectname)", "refs/heads/relay/reports");
  }

  String report(String path) {
    return bare().git("show", "relay/reports:" + path);
  }

  Git bare() {
    return Git.in(repository());
  }

  @Override
  public void close() {
    if (committer != null) {
      committer.close();
    }
    host.close();
  }
}
