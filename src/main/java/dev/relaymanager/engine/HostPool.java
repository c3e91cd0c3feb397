package dev.relaymanager.engine;

import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.host.Capability;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostException;
import dev.relaymanager.host.HostFault;
import dev.relaymanager.host.HostReport;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.observed.LiveHost;
import dev.relaymanager.observed.LiveReader;
import dev.relaymanager.pack.HostVersionRange;
import dev.relaymanager.store.Hosts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Connects to hosts, each once, and keeps what it finds in the store. Used by one thread. */
final class HostPool implements AutoCloseable {
  private final HostConnector connector;
  private final Hosts records;
  private final InstantSource clock;
  private final Map<String, ConnectedHost> connected = new HashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  HostPool(HostConnector connector, Hosts records, InstantSource clock) {
    this.connector = connector;
    this.records = records;
    this.clock = clock;
  }

  /** A host that cannot be worked with, and what to do about it. */
  static final class UnusableHostException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient @Nullable HostReport report;

    UnusableHostException(Problem problem, @Nullable HostReport report) {
      super(problem.toString());
      this.problem = problem;
      this.report = report;
    }

    /** What it can do and what not; null when that was not found out. */
    @Nullable HostReport report() {
      return report;
    }

    Problem problem() {
      return problem;
    }
  }

  /**
   * Connects to a host and checks that it can be managed.
   *
   * @param fresh whether its abilities are probed again even though they are known for its version
   */
  ConnectedHost connect(HostDocument document, boolean fresh) throws UnusableHostException {
    ConnectedHost known = connected.get(document.name());
    if (known != null && !fresh) {
      return known;
    }
    try {
      HostAdapter adapter = known == null ? open(document) : known.adapter();
      HostReport report = check(document, adapter, fresh);
      ConnectedHost host = new ConnectedHost(document, adapter, report);
      connected.put(document.name(), host);
      return host;
    } catch (HostException failed) {
      remember(document, Hosts.Status.UNREACHABLE, null, List.of(failed.fault().toString()));
      throw new UnusableHostException(problem(document, failed.fault()), null);
    } catch (InvalidInputException badCredential) {
      throw new UnusableHostException(badCredential.problems().getFirst(), null);
    }
  }

  /**
   * Connects to a host and reads all its lists.
   *
   * @throws InvalidInputException when it cannot be worked with, or be read whole
   */
  LiveHost read(HostDocument document) {
    try {
      return LiveReader.read(
          connect(document, false).adapter(), LiveReader.Wanted.lists(document.probeUser()));
    } catch (UnusableHostException unusable) {
      throw new InvalidInputException(unusable.problem());
    } catch (HostException failed) {
      throw new InvalidInputException(problem(document, failed.fault()));
    }
  }

  /** Connects to a host whatever it is; nothing is asked of it yet. */
  HostAdapter open(HostDocument document) {
    HostAdapter adapter = connector.connect(document);
    open.add(adapter);
    return adapter;
  }

  private HostReport check(HostDocument document, HostAdapter adapter, boolean fresh)
      throws UnusableHostException {
    String version = adapter.version().require();
    Optional<HostVersionRange> range =
        Optional.ofNullable(document.versions()).flatMap(HostVersionRange::parse);
    if (range.isPresent() && !range.get().contains(version)) {
      String message =
          "host %s is sub2api %s, outside of %s".formatted(document.name(), version, range.get());
      remember(document, Hosts.Status.UNSUPPORTED, version, List.of(message));
      throw new UnusableHostException(
          document
              .places()
              .problem(
                  "spec.versions",
                  "host-version",
                  message,
                  "upgrade the host, or widen spec.versions once you have tested it"),
          null);
    }
    Optional<Hosts.Snapshot> snapshot = records.latestSnapshot(document.name());
    if (!fresh
        && snapshot.isPresent()
        && snapshot.get().report().version().equals(version)
        && snapshot.get().report().missing().isEmpty()
        && records
            .get(document.name())
            .filter(
                record ->
                    record.status() == Hosts.Status.SUPPORTED
                        && record.baseUrl().equals(document.baseUrl().toString()))
            .isPresent()) {
      return snapshot.get().report();
    }
    HostReport report = adapter.probe().require();
    Set<Capability> missing = report.missing();
    String list = missing.stream().map(Capability::id).collect(Collectors.joining(", "));
    String message =
        "host %s (%s) lacks what is needed: %s".formatted(document.name(), version, list);
    boolean supported = missing.isEmpty();
    remember(
        document,
        supported ? Hosts.Status.SUPPORTED : Hosts.Status.UNSUPPORTED,
        version,
        supported ? List.of() : reasons(message, report));
    records.addSnapshot(document.name(), report, clock.instant());
    if (!supported) {
      throw new UnusableHostException(
          document
              .places()
              .problem(
                  "spec.baseUrl",
                  "host-unsupported",
                  message,
                  "is this a sub2api, and not a fork without these calls? relayctl host probe "
                      + document.name()
                      + " shows each"),
          report);
    }
    return report;
  }

  private static List<String> reasons(String message, HostReport report) {
    List<String> reasons = new ArrayList<>(List.of(message));
    report
        .missing()
        .forEach(
            capability -> {
              HostReport.Finding finding = report.findings().get(capability);
              reasons.add(
                  capability.id()
                      + ": "
                      + (finding == null ? "not asked for" : finding.evidence()));
            });
    return reasons;
  }

  private void remember(
      HostDocument document, Hosts.Status status, @Nullable String version, List<String> reasons) {
    records.save(
        new Hosts.HostRecord(
            document.name(),
            document.baseUrl().toString(),
            version,
            status,
            reasons,
            clock.instant()));
  }

  /** A failed call, told where the document can mend it. */
  static Problem problem(HostDocument document, HostFault fault) {
    return document
        .places()
        .problem(
            path(fault), "host-unusable", "host " + document.name() + ": " + fault, fix(fault));
  }

  private static String path(HostFault fault) {
    return switch (fault.kind()) {
      case UNAUTHORIZED, FORBIDDEN -> "spec.auth";
      case RATE_LIMITED -> "spec.limits";
      case UNREACHABLE,
          TIMEOUT,
          CUT,
          TERMS_NOT_ACCEPTED,
          NOT_FOUND,
          CONFLICT,
          INVALID,
          UNAVAILABLE,
          HOST_ERROR,
          API_DRIFT,
          NO_SUCH_ROUTE,
          REDIRECTED ->
          "spec.baseUrl";
    };
  }

  private static String fix(HostFault fault) {
    return switch (fault.kind()) {
      case UNAUTHORIZED, FORBIDDEN ->
          "give the host's current admin key; a sealed one is made anew with relayctl seal";
      case TERMS_NOT_ACCEPTED -> "run again once they are accepted";
      case RATE_LIMITED -> "ask less of it at once: spec.limits";
      case UNREACHABLE, TIMEOUT, CUT, UNAVAILABLE ->
          "check spec.baseUrl, and that the host is up and can be reached from here";
      case REDIRECTED -> "write the address that it sends on to";
      case HOST_ERROR -> "look at the host's log, then run again";
      case NOT_FOUND, CONFLICT, INVALID, API_DRIFT, NO_SUCH_ROUTE ->
          "is this a sub2api of a version that is supported? check spec.baseUrl, and what stands in"
              + " front of the host";
    };
  }

  @Override
  public void close() {
    for (AutoCloseable one : open.reversed()) {
      try {
        one.close();
      } catch (RuntimeException failed) {
        throw failed;
      } catch (Exception failed) {
        throw new IllegalStateException("closing a host's connection", failed);
      }
    }
    open.clear();
    connected.clear();
  }
}
