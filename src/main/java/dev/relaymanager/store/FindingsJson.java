package dev.relaymanager.store;

import dev.relaymanager.desired.Access;
import dev.relaymanager.probe.GatewayProof;
import dev.relaymanager.probe.WayProof;
import dev.relaymanager.probe.WayVerdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known of the ways of access, and the calls that say so, as JSON text. */
final class FindingsJson {
  private FindingsJson() {}

  /** What is kept of one look at the ways of access. */
  record Findings(List<WayProof> ways, List<GatewayProof> proofs) {
    static final Findings NONE = new Findings(List.of(), List.of());
  }

  static String write(Findings findings) {
    ObjectNode json = JsonText.MAPPER.createObjectNode();
    ArrayNode ways = json.putArray("ways");
    for (WayProof way : findings.ways()) {
      ways.addObject()
          .put("way", way.way().word())
          .put("verdict", way.verdict().id())
          .put("why", way.why());
    }
    ArrayNode proofs = json.putArray("proofs");
    for (GatewayProof proof : findings.proofs()) {
      ObjectNode one =
          proofs
              .addObject()
              .put("grant", proof.caller().grant())
              .put("user", proof.caller().user())
              .put("verdict", proof.verdict().id())
              .put("call", proof.call())
              .put("status", proof.status())
              .put("evidence", proof.evidence())
              .put("servedBy", proof.servedBy())
              .put("at", Rows.text(proof.at()));
      GatewayProof.Paid paid = proof.paidBy();
      if (paid != null) {
        one.put("subscription", paid.id()).put("ours", paid.ours());
      }
    }
    return JsonText.MAPPER.writeValueAsString(json);
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws dev.relaymanager.model.EnvironmentException when it is of another form
   */
  static Findings read(@Nullable String json, Object where) {
    return json == null
        ? Findings.NONE
        : JsonText.read(
            json,
            where,
            object ->
                new Findings(
                    object.list("ways", FindingsJson::way),
                    object.list("proofs", FindingsJson::proof)));
  }

  private static WayProof way(JsonObject json) {
    return new WayProof(
        Access.ofWord(json.text("way")), WayVerdict.ofId(json.text("verdict")), json.text("why"));
  }

  private static GatewayProof proof(JsonObject json) {
    return new GatewayProof(
        new GatewayProof.Caller(json.text("grant"), json.text("user")),
        WayVerdict.ofId(json.text("verdict")),
        json.text("call"),
        json.number("status"),
        json.text("evidence"),
        json.text("servedBy"),
        json.has("subscription")
            ? new GatewayProof.Paid(json.longNumber("subscription"), json.flag("ours"))
            : null,
        Instant.parse(json.text("at")));
  }
}
