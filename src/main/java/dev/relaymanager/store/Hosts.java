package dev.relaymanager.store;

import dev.relaymanager.host.Capability;
import dev.relaymanager.host.HostReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Hosts and what they can do. Never their credentials. */
public final class Hosts {
  private final Writer writer;
  private final Readers readers;

  Hosts(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /** Whether a host can be managed. */
  public enum Status {
    SUPPORTED,
    UNSUPPORTED,
    UNREACHABLE;

    /** As in the store and in machine output: {@code supported}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A host as it was last found.
   *
   * @param name of its {@code Host} document
   * @param version as it calls itself; null when it was never reached
   * @param reasons why it is not supported; else empty
   * @param checkedAt when it was first found so; later checks that found the same are not kept
   */
  public record HostRecord(
      String name,
      String baseUrl,
      @Nullable String version,
      Status status,
      List<String> reasons,
      Instant checkedAt) {
    public HostRecord {
      reasons = List.copyOf(reasons);
    }

    private boolean saysTheSame(HostRecord other) {
      return equals(
          new HostRecord(
              other.name, other.baseUrl, other.version, other.status, other.reasons, checkedAt));
    }
  }

  /**
   * What a host could do at a time.
   *
   * @param takenAt when it was first found so
   */
  public record Snapshot(String host, HostReport report, Instant takenAt) {}

  /**
   * Keeps what was found of a host.
   *
   * @return false when it says the same as before; then nothing is written
   */
  public boolean save(HostRecord host) {
    if (get(host.name()).filter(host::saysTheSame).isPresent()) {
      return false;
    }
    writer.run(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO hosts (name, base_url, version, status, reasons, checked_at)"
                        + " VALUES (:name, :baseUrl, :version, :status, :reasons, :checkedAt)"
                        + " ON CONFLICT (name) DO UPDATE SET base_url = excluded.base_url,"
                        + " version = excluded.version, status = excluded.status,"
                        + " reasons = excluded.reasons, checked_at = excluded.checked_at")
                .bind("name", host.name())
                .bind("baseUrl", host.baseUrl())
                .bind("version", host.version())
                .bind("status", host.status().id())
                .bind("reasons", JsonText.ofTexts(host.reasons()))
                .bind("checkedAt", Rows.text(host.checkedAt()))
                .execute());
    return true;
  }

  /** All hosts, by name. */
  public List<HostRecord> list() {
    return readers.read(
        handle ->
            handle
                .createQuery("SELECT * FROM hosts ORDER BY name")
                .map((row, context) -> host(row))
                .list());
  }

  /** One host. */
  public Optional<HostRecord> get(String name) {
    return readers.read(
        handle ->
            handle
                .createQuery("SELECT * FROM hosts WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> host(row))
                .findOne());
  }

  /**
   * Forgets a host and its snapshots; what stands on it is not touched.
   *
   * @return false when it was not known
   */
  public boolean remove(String name) {
    return writer.write(
        handle ->
            handle.createUpdate("DELETE FROM hosts WHERE name = :name").bind("name", name).execute()
                > 0);
  }

  /**
   * Keeps what a probe of a host's capabilities found.
   *
   * @param host must have been {@link #save saved}
   * @return false when the last snapshot says the same; then nothing is written
   */
  public boolean addSnapshot(String host, HostReport report, Instant takenAt) {
    return writer.write(
        handle -> {
          if (latest(handle, host).filter(last -> last.report().equals(report)).isPresent()) {
            return false;
          }
          handle
              .createUpdate(
                  "INSERT INTO host_capability_snapshots (host, version, dialect, dialect_note,"
                      + " capabilities, taken_at) VALUES (:host, :version, :dialect, :note,"
                      + " :capabilities, :takenAt)")
              .bind("host", host)
              .bind("version", report.version())
              .bind("dialect", report.dialect())
              .bind("note", report.dialectNote())
              .bind("capabilities", json(report.findings()))
              .bind("takenAt", Rows.text(takenAt))
              .execute();
          return true;
        });
  }

  /** What the host could do when it was last probed. */
  public Optional<Snapshot> latestSnapshot(String host) {
    return readers.read(handle -> latest(handle, host));
  }

  /** How what the host can do changed over time, newest first. */
  public List<Snapshot> snapshots(String host, int limit) {
    return readers.read(handle -> snapshots(handle, host, limit));
  }

  private static Optional<Snapshot> latest(Handle handle, String host) {
    return snapshots(handle, host, 1).stream().findFirst();
  }

  private static List<Snapshot> snapshots(Handle handle, String host, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM host_capability_snapshots WHERE host = :host ORDER BY id DESC"
                + " LIMIT :limit")
        .bind("host", host)
        .bind("limit", limit)
        .map((row, context) -> snapshot(row))
        .list();
  }

  private static HostRecord host(ResultSet row) throws SQLException {
    String name = row.getString("name");
    return new HostRecord(
        name,
        row.getString("base_url"),
        row.getString("version"),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        JsonText.texts(row.getString("reasons"), "host " + name),
        Rows.time(row, "checked_at"));
  }

  private static Snapshot snapshot(ResultSet row) throws SQLException {
    String host = row.getString("host");
    return new Snapshot(
        host,
        new HostReport(
            row.getString("version"),
            row.getString("dialect"),
            row.getString("dialect_note"),
            JsonText.read(
                row.getString("capabilities"),
                "the capabilities of host " + host,
                Hosts::findings)),
        Rows.time(row, "taken_at"));
  }

  private static String json(SortedMap<Capability, HostReport.Finding> findings) {
    ObjectNode json = JsonText.MAPPER.createObjectNode();
    findings.forEach(
        (capability, finding) ->
            json.putObject(capability.id())
                .put("present", finding.present())
                .put("evidence", finding.evidence()));
    return json.toString();
  }

  /** Capabilities that this program does not know are left out: another version asked for them. */
  private static SortedMap<Capability, HostReport.Finding> findings(JsonObject json) {
    SortedMap<Capability, HostReport.Finding> findings = new TreeMap<>();
    for (Capability capability : Capability.values()) {
      if (json.has(capability.id())) {
        JsonObject finding = json.object(capability.id());
        findings.put(
            capability, new HostReport.Finding(finding.flag("present"), finding.text("evidence")));
        finding.end();
      }
    }
    return findings;
  }
}
