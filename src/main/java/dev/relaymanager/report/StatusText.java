package dev.relaymanager.report;

import dev.relaymanager.model.BatchOrigin;
import dev.relaymanager.model.ProviderState;
import dev.relaymanager.probe.GatewayProof;

/** What the manager knows, for a terminal. */
public final class StatusText {
  private StatusText() {}

  /** All of it. */
  public static String of(StatusView view, Palette palette) {
    StringBuilder text = new StringBuilder();
    if (view.hosts().isEmpty() && view.imports().isEmpty()) {
      return "Nothing is recorded yet: run relayctl apply.\n";
    }
    for (StatusView.HostView host : view.hosts()) {
      String status =
          host.status().equals("supported")
              ? palette.green(host.status())
              : palette.red(host.status());
      text.append(
          "host %s  %s  %s  %s%n"
              .formatted(palette.bold(host.name()), host.baseUrl(), host.version(), status));
      host.reasons().forEach(reason -> text.append("  ").append(reason).append('\n'));
    }
    for (StatusView.ImportView one : view.imports()) {
      text.append('\n')
          .append(palette.bold(one.host() + "/" + one.name()))
          .append("  ")
          .append(paint(one.state(), palette))
          .append(
              "  (%s from %s, since %s)%n"
                  .formatted(one.providerId(), one.packId(), Times.of(one.since())));
      indented(text, one.detail());
      if (one.closure() != null) {
        text.append("  access     ").append(one.closure().id()).append('\n');
        indented(text, one.evidence());
        for (GatewayProof proof : one.proofs()) {
          text.append(
              "    last call of %s at %s: %s%n"
                  .formatted(proof.caller(), Times.of(proof.at()), proof.verdict().id()));
        }
      }
      for (StatusView.KeyView key : one.keys()) {
        text.append(
            "  key        %s  %s  fingerprint %s  %s%n"
                .formatted(
                    key.id(),
                    key.mask(),
                    key.fingerprint(),
                    key.verdict().isEmpty() ? "not tried" : key.verdict()));
      }
      for (StatusView.ResourceView resource : one.resources()) {
        text.append(
            "  %-13s%s (#%d)%n".formatted(resource.type(), resource.name(), resource.hostId()));
      }
      if (one.lastBatch() != null) {
        text.append(
            "  last batch %s  %s  %s %s%n"
                .formatted(
                    one.lastBatch().id(),
                    one.lastBatch().state().id(),
                    BatchOrigin.shortened(one.lastBatch().origin()),
                    one.lastBatch().author()));
      }
    }
    return text.toString();
  }

  private static String paint(ProviderState state, Palette palette) {
    return switch (state) {
      case ACTIVE -> palette.green(state.id());
      case DEGRADED, DRIFTED, DISABLED -> palette.yellow(state.id());
      case FAILED -> palette.red(state.id());
      case DISCOVERED, VALIDATED, INSTALLED -> state.id();
    };
  }

  private static void indented(StringBuilder text, String detail) {
    if (!detail.isEmpty()) {
      detail.lines().forEach(line -> text.append("    ").append(line).append('\n'));
    }
  }
}
