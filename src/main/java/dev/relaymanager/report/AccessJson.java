package dev.relaymanager.report;

import dev.relaymanager.probe.GatewayProof;
import dev.relaymanager.probe.WayProof;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known of the ways of access, for machines; described in docs/formats.md. */
public final class AccessJson {
  private AccessJson() {}

  public static ArrayNode ways(List<WayProof> ways) {
    ArrayNode nodes = Json.array();
    for (WayProof way : ways) {
      nodes
          .addObject()
          .put("way", way.way().word())
          .put("verdict", way.verdict().id())
          .put("why", way.why());
    }
    return nodes;
  }

  public static ArrayNode proofs(List<GatewayProof> proofs) {
    ArrayNode nodes = Json.array();
    for (GatewayProof proof : proofs) {
      proof(nodes.addObject(), proof).put("at", Times.of(proof.at()));
    }
    return nodes;
  }

  /** The same without the times, which change whenever a call finds the same again. */
  static ArrayNode lastingProofs(List<GatewayProof> proofs) {
    ArrayNode nodes = Json.array();
    proofs.forEach(proof -> proof(nodes.addObject(), proof));
    return nodes;
  }

  private static ObjectNode proof(ObjectNode node, GatewayProof proof) {
    GatewayProof.Paid paid = proof.paidBy();
    return node.put("grant", proof.caller().grant())
        .put("user", proof.caller().user())
        .put("proven", proof.proven())
        .put("verdict", proof.verdict().id())
        .put("call", proof.call())
        .put("status", proof.status())
        .put("evidence", proof.evidence())
        .put("served_by", proof.servedBy())
        .put("subscription_id", paid == null ? null : paid.id());
  }
}
