package dev.relaymanager.report;

import dev.relaymanager.model.BatchState;
import dev.relaymanager.model.ClosureState;
import dev.relaymanager.model.ProviderState;
import dev.relaymanager.probe.GatewayProof;
import dev.relaymanager.probe.WayProof;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the manager knows, for people: hosts and imports with their states and the evidence. Equal
 * views render to equal bytes, so that a report is committed only when something changed.
 *
 * @param revision what was last applied; empty when nothing was
 * @param problems what keeps the newest revision, or a part of it, from being applied
 */
public record StatusView(
    String revision, List<String> problems, List<HostView> hosts, List<ImportView> imports) {
  public StatusView {
    problems = List.copyOf(problems);
    hosts = List.copyOf(hosts);
    imports = List.copyOf(imports);
  }

  /**
   * A host.
   *
   * @param version as it calls itself; empty when it was never reached
   * @param status {@code supported}, {@code unsupported} or {@code unreachable}
   * @param reasons why it is not supported
   */
  public record HostView(
      String name, String baseUrl, String version, String status, List<String> reasons) {
    public HostView {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * An import on a host.
   *
   * @param detail why it is in this state; may be empty
   * @param since when it came into this state
   * @param closure whether users can call the model; null before it was looked at
   * @param evidence what proves or disproves that
   * @param ways what is known of each declared way of access
   * @param proofs the calls that say so
   * @param keys its upstream keys' health
   * @param lastBatch null when there was none
   */
  public record ImportView(
      String host,
      String name,
      String packId,
      String providerId,
      ProviderState state,
      String detail,
      Instant since,
      @Nullable ClosureState closure,
      String evidence,
      List<WayProof> ways,
      List<GatewayProof> proofs,
      List<ResourceView> resources,
      List<KeyView> keys,
      @Nullable BatchView lastBatch) {
    public ImportView {
      ways = List.copyOf(ways);
      proofs = List.copyOf(proofs);
      resources = List.copyOf(resources);
      keys = List.copyOf(keys);
    }
  }

  /**
   * A resource of ours on the host.
   *
   * @param address {@code Account/deepseek/team-a}
   * @param name on the host
   */
  public record ResourceView(String type, String address, String name, long hostId) {}

  /**
   * An upstream key.
   *
   * @param id of the entry in the import
   * @param account that holds it, by its name on the host; empty when none does
   * @param mask the masked key; empty when no account holds it
   * @param fingerprint its first digits
   * @param verdict of its last proof: {@code fine}, {@code busy}, {@code unproven}, {@code dead} or
   *     {@code empty}; empty when there was none
   * @param detail what the vendor or the host said
   * @param provenAt when that was; null when there was none
   */
  public record KeyView(
      String id,
      String account,
      String mask,
      String fingerprint,
      String verdict,
      String detail,
      @Nullable Instant provenAt) {}

  /** A batch. */
  public record BatchView(
      String id, BatchState state, String origin, String author, Instant openedAt, String detail) {}
}
