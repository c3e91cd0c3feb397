package dev.relaymanager.api;

import dev.relaymanager.report.Json;
import dev.relaymanager.store.AuditLog;
import java.util.List;
import java.util.Optional;

/** Calls about the service itself. */
final class ServiceCalls {
  private final Desk desk;
  private final Contract contract;

  ServiceCalls(Desk desk, Contract contract) {
    this.desk = desk;
    this.contract = contract;
  }

  Answer events(Call call) {
    long after =
        call.header("Last-Event-ID")
            .filter(id -> id.matches("[0-9]{1,18}"))
            .map(Long::valueOf)
            .orElse(0L);
    return new Answer.Stream("text/event-stream", desk.events().after(after));
  }

  Answer audit(Call call) {
    long before = Pages.number(call);
    List<AuditLog.Kept> lines = desk.store().auditLog().page(before, Pages.limit(call) + 1);
    return Pages.of(
        call,
        lines,
        kept -> String.valueOf(kept.id()),
        kept ->
            Json.object()
                .put("at", kept.line().at().toString())
                .put("who", kept.line().who())
                .put("role", kept.line().role())
                .put("operation", kept.line().operation())
                .put("subject", kept.line().subject())
                .put("batch_id", kept.line().batchId())
                .put("status", kept.line().status())
                .put("outcome", kept.line().outcome()));
  }

  Answer openapi(Call call) {
    return Answer.text("application/yaml", contract.text());
  }

  Answer health(Call call) {
    if (desk.lease().isLost()) {
      throw ApiException.at(
          503,
          "lease-lost",
          "",
          "another process took the right to write",
          "ask that one; this one ends");
    }
    return Answer.ok(
        Json.object()
            .put("status", "ok")
            .put(
                "version",
                Optional.ofNullable(ServiceCalls.class.getPackage().getImplementationVersion())
                    .orElse("(not packaged)")));
  }
}
