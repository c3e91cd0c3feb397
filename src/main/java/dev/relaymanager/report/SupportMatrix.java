package dev.relaymanager.report;

import dev.relaymanager.certify.Area;
import dev.relaymanager.certify.Certificate;
import dev.relaymanager.certify.Claim;
import dev.relaymanager.certify.Finding;
import dev.relaymanager.certify.Finding.Differs;
import dev.relaymanager.certify.Finding.Holds;
import dev.relaymanager.certify.Finding.NotTried;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Which version keeps which claim, as a page. */
public final class SupportMatrix {
  private SupportMatrix() {}

  /**
   * The page.
   *
   * @param certificates a column each, in their order
   */
  public static String markdown(List<Certificate> certificates) {
    StringBuilder text =
        new StringBuilder(
            """
            # Support matrix

            What running hosts were found to keep of what the manager relies on. Each column was written by `relayctl host certify … --record docs`,
            which tries every operation with throw-away things; nothing here is written by hand.

            | version | certified on | met as | vendor | claims |
            | --- | --- | --- | --- | --- |
            """);
    for (Certificate one : certificates) {
      text.append(
          "| %s | %s | %s | %s | %s |%n"
              .formatted(
                  one.version(),
                  LocalDate.ofInstant(one.at(), ZoneOffset.UTC),
                  one.dialect(),
                  one.vendorAnswered() ? "answered" : "none",
                  CertificateText.totals(one)));
    }
    for (Area area : Area.values()) {
      text.append("%n## %s%n%n| what is done | what comes of it |".formatted(title(area)));
      certificates.forEach(one -> text.append(' ').append(one.version()).append(" |"));
      text.append("\n| --- | --- |").append(" --- |".repeat(certificates.size())).append('\n');
      for (Claim claim : Claim.of(area)) {
        text.append("| %s | %s |".formatted(claim.operation(), claim.expectation()));
        certificates.forEach(one -> text.append(' ').append(cell(one.of(claim))).append(" |"));
        text.append('\n');
      }
    }
    return text + notes(certificates);
  }

  private static String notes(List<Certificate> certificates) {
    StringBuilder notes = new StringBuilder();
    for (Certificate one : certificates) {
      if (!one.dialectNote().isEmpty()) {
        notes.append("- ").append(one.dialectNote()).append('\n');
      }
      one.findings()
          .forEach(
              (claim, finding) -> {
                if (!finding.detail().isEmpty()) {
                  notes.append(
                      "- %s, %s: %s%n"
                          .formatted(one.version(), claim.operation(), finding.detail()));
                }
              });
    }
    return notes.isEmpty() ? "" : "\n## Notes\n\n" + notes;
  }

  private static String title(Area area) {
    String id = area.id();
    return Character.toUpperCase(id.charAt(0)) + id.substring(1);
  }

  private static String cell(Finding finding) {
    return switch (finding) {
      case Holds holds -> "yes";
      case Differs differs -> "**no**";
      case NotTried notTried -> "not tried";
    };
  }
}
