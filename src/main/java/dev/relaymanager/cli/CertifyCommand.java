package dev.relaymanager.cli;

import dev.relaymanager.certify.Certificate;
import dev.relaymanager.certify.Certifier;
import dev.relaymanager.certify.Vendor;
import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.engine.Engine;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import dev.relaymanager.plan.GuardRefusedException;
import dev.relaymanager.plan.Refusal;
import dev.relaymanager.report.CertificateJson;
import dev.relaymanager.report.CertificateText;
import dev.relaymanager.seal.KeyLines;
import dev.relaymanager.seal.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "certify",
    mixinStandardHelpOptions = true,
    description = {
      "Tries on a running host, for real, every operation that the manager relies on.",
      "Makes a group, a channel, a plan, accounts, a user and subscriptions, all called",
      "relay-certify-…, compares each answer with what is expected, and deletes them again, also",
      "after a failure or Ctrl-C. Nothing else on the host is touched.",
      "For a test host (spec.testHost: true in its document); for any other with --i-know.",
      "Without a vendor's key no vendor is called, and what needs its answer is not tried."
    },
    footer = {
      "",
      "Examples:",
      "  relayctl host certify test --repo .",
      "  relayctl host certify --url http://127.0.0.1:8080 --admin-key-file admin-key --i-know",
      "  relayctl host certify test --repo . --vendor-url https://api.deepseek.com \\",
      "      --vendor-model deepseek-chat --vendor-key-file vendor-key --record docs",
      "  relayctl host certify test --repo . --clean    deletes what a killed run left"
    })
final class CertifyCommand implements Callable<Integer> {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Name of the Host document.")
  private @Nullable String name;

  @ArgGroup(exclusive = false)
  private @Nullable Address address;

  @Option(
      names = "--i-know",
      description = "Make and delete throw-away things though it is no test host.")
  private boolean anyHost;

  @ArgGroup(exclusive = false)
  private @Nullable VendorOptions vendor;

  @Option(
      names = "--record",
      paramLabel = "DIR",
      description = {
        "Write DIR/support-matrix/VERSION.json, and DIR/support-matrix.md from all that are there."
      })
  private @Nullable Path record;

  @Option(
      names = "--clean",
      description = "Only delete what is called relay-certify-…, left by runs that were killed.")
  private boolean cleanOnly;

  private static final class Address {
    @Option(
        names = "--url",
        required = true,
        paramLabel = "URL",
        description = "A host that is in no repository.")
    private String url = "";

    @Option(
        names = "--admin-key-file",
        required = true,
        paramLabel = "FILE",
        description = "File that holds its admin key.")
    private Path adminKey = Path.of("");
  }

  private static final class VendorOptions {
    @Option(
        names = "--vendor-url",
        required = true,
        paramLabel = "URL",
        description = "Base URL of a vendor that the host can reach.")
    private String url = "";

    @Option(
        names = "--vendor-model",
        required = true,
        paramLabel = "MODEL",
        description = "A model of it.")
    private String model = "";

    @Option(
        names = "--vendor-key-file",
        required = true,
        paramLabel = "FILE",
        description = "File that holds a key of it; a handful of small calls are billed.")
    private Path key = Path.of("");
  }

  @Override
  public Integer call() {
    if ((name == null) == (address == null)) {
      throw new InvalidInputException(
          Problem.of(
              "which-host",
              "one host is wanted",
              "give the NAME of a Host document, or --url and --admin-key-file"));
    }
    Address given = address;
    if (given != null) {
      allowed(given.url, false);
      try (HostAdapter host =
          new HostByAddress(given.url, given.adminKey).connect(repository.hostHttp())) {
        return run(host, given.url);
      }
    }
    try (Engine engine = repository.engine(output.talk())) {
      Loaded loaded = engine.load();
      HostDocument document = loaded.host(name == null ? "" : name);
      allowed(document.name(), document.testHost());
      return run(engine.open(loaded, document), document.name());
    }
  }

  private void allowed(String host, boolean testHost) {
    if (!testHost && !anyHost) {
      throw new GuardRefusedException(
          List.of(
              new Refusal(
                  "test-host",
                  "spec.testHost: true",
                  "not said",
                  "certifying makes and deletes throw-away things, and "
                      + host
                      + " is not said to be a test host; write spec.testHost: true in its document,"
                      + " or say --i-know",
                  "")));
    }
  }

  private int run(HostAdapter host, String shown) {
    Certifier certifier = new Certifier(host, InstantSource.system());
    if (cleanOnly) {
      return sweep(certifier);
    }
    Talk talk = output.talk();
    // What was found is told before the signal lets the process end.
    try (StopSignal stop = new StopSignal("what was made is deleted");
        Secret vendorKey = vendorKey()) {
      Certificate certificate =
          certifier.certify(
              vendor == null
                  ? Vendor.none()
                  : new Vendor(vendor.url, vendor.model, vendorKey, true),
              stop,
              (claim, finding) -> talk.stage(claim.operation()));
      output.print(
          output.json()
              ? CertificateJson.text(certificate)
              : CertificateText.of(shown, certificate, output.palette()));
      if (record != null && !stop.getAsBoolean()) {
        new MatrixFiles(record).add(certificate);
      }
      return certificate.holds() ? 0 : 1;
    }
  }

  private int sweep(Certifier certifier) {
    Certifier.Swept swept = certifier.sweep();
    output.print("deleted %d leftover(s)%n".formatted(swept.removed()));
    swept.failures().forEach(failure -> System.err.println("error: " + failure));
    return swept.failures().isEmpty() ? 0 : 1;
  }

  private Secret vendorKey() {
    if (vendor == null) {
      return Secret.of("");
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(vendor.key);
    } catch (IOException unreadable) {
      throw new EnvironmentException(
          "the vendor's key %s cannot be read (%s); check --vendor-key-file"
              .formatted(vendor.key, unreadable.getClass().getSimpleName()),
          unreadable);
    }
    try {
      return KeyLines.parse(bytes, Place.file(vendor.key.toString())).keys().getFirst();
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
