package dev.relaymanager.report;

import dev.relaymanager.certify.Certificate;
import dev.relaymanager.certify.Claim;
import dev.relaymanager.certify.Finding;
import dev.relaymanager.certify.Finding.Differs;
import dev.relaymanager.certify.Finding.Holds;
import dev.relaymanager.certify.Finding.NotTried;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A certificate as a document, there and back. It names neither the host nor its address. */
public final class CertificateJson {
  private CertificateJson() {}

  private static ObjectNode of(Certificate certificate) {
    ObjectNode document = Json.object().put("format_version", PlanJson.FORMAT_VERSION);
    document.put("version", certificate.version());
    document.put("dialect", certificate.dialect());
    document.put("dialect_note", certificate.dialectNote());
    document.put("certified_at", Times.of(certificate.at()));
    document.put("vendor_answered", certificate.vendorAnswered());
    document
        .putObject("summary")
        .put("holds", certificate.count(Holds.class))
        .put("differs", certificate.count(Differs.class))
        .put("not_tried", certificate.count(NotTried.class));
    ArrayNode claims = document.putArray("claims");
    certificate
        .findings()
        .forEach(
            (claim, finding) ->
                claims
                    .addObject()
                    .put("id", claim.id())
                    .put("area", claim.area().id())
                    .put("operation", claim.operation())
                    .put("expectation", claim.expectation())
                    .put("result", result(finding))
                    .put("detail", finding.detail()));
    return document;
  }

  /** As it is printed. */
  public static String text(Certificate certificate) {
    return Json.text(of(certificate));
  }

  private static String result(Finding finding) {
    return switch (finding) {
      case Holds holds -> "holds";
      case Differs differs -> "differs";
      case NotTried notTried -> "not_tried";
    };
  }

  /**
   * Reads a document back. Claims that this program does not make are left out; those that it makes
   * and the document does not know are not tried.
   *
   * @param file for messages
   * @throws InvalidInputException when it is no such document
   */
  public static Certificate read(String text, String file) {
    try {
      JsonNode document = Json.parse(text);
      TreeMap<Claim, Finding> findings = new TreeMap<>();
      for (JsonNode claim : document.required("claims")) {
        known(claim.required("id").stringValue())
            .ifPresent(known -> findings.put(known, finding(claim)));
      }
      return new Certificate(
          document.required("version").stringValue(),
          document.required("dialect").stringValue(),
          document.required("dialect_note").stringValue(),
          Instant.parse(document.required("certified_at").stringValue()),
          document.required("vendor_answered").booleanValue(),
          findings);
    } catch (JacksonException | IllegalArgumentException | DateTimeException otherForm) {
      throw new InvalidInputException(
          Problem.at(
              Place.file(file),
              "",
              "bad-certificate",
              "this is no certificate of a host",
              "make it anew with relayctl host certify, or delete it"));
    }
  }

  private static Optional<Claim> known(String id) {
    for (Claim claim : Claim.values()) {
      if (claim.id().equals(id)) {
        return Optional.of(claim);
      }
    }
    return Optional.empty();
  }

  private static Finding finding(JsonNode claim) {
    String detail = claim.required("detail").stringValue();
    String result = claim.required("result").stringValue();
    return switch (result) {
      case "holds" -> new Holds(detail);
      case "differs" -> new Differs(detail);
      case "not_tried" -> new NotTried(detail);
      default -> throw new IllegalArgumentException("no result: " + result);
    };
  }
}
