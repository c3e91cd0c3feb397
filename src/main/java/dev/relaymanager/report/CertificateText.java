package dev.relaymanager.report;

import dev.relaymanager.certify.Area;
import dev.relaymanager.certify.Certificate;
import dev.relaymanager.certify.Claim;
import dev.relaymanager.certify.Finding;
import dev.relaymanager.certify.Finding.Differs;
import dev.relaymanager.certify.Finding.Holds;
import dev.relaymanager.certify.Finding.NotTried;

/** A certificate for a terminal. */
public final class CertificateText {
  private static final String LINE = "%s %-36s %s%n";

  private CertificateText() {}

  /** One claim in a line. */
  public static String line(Claim claim, Finding finding, Palette palette) {
    String detail = finding.detail().isEmpty() ? "" : " (" + finding.detail() + ")";
    return switch (finding) {
      case Holds holds ->
          LINE.formatted(
              palette.green("ok  "), claim.operation(), claim.expectation() + palette.dim(detail));
      case Differs differs ->
          LINE.formatted(
              palette.red("FAIL"),
              claim.operation(),
              claim.expectation() + ": " + differs.detail());
      case NotTried notTried ->
          LINE.formatted(palette.dim("-   "), claim.operation(), palette.dim("not tried" + detail));
    };
  }

  /** All claims by area, and how many hold. */
  public static String of(String host, Certificate certificate, Palette palette) {
    StringBuilder text = new StringBuilder();
    text.append("host %s  sub2api %s%n".formatted(host, shown(certificate.version())));
    if (!certificate.dialectNote().isEmpty()) {
      text.append("  ").append(certificate.dialectNote()).append('\n');
    }
    for (Area area : Area.values()) {
      text.append('\n').append(palette.bold(area.id())).append('\n');
      certificate.of(area).forEach((claim, finding) -> text.append(line(claim, finding, palette)));
    }
    text.append('\n').append(totals(certificate)).append('\n');
    return text.toString();
  }

  private static String shown(String version) {
    return version.isEmpty() ? "of a version that it did not tell" : version;
  }

  static String totals(Certificate certificate) {
    return "%d of %d claims hold, %d differ, %d not tried."
        .formatted(
            certificate.count(Holds.class),
            certificate.findings().size(),
            certificate.count(Differs.class),
            certificate.count(NotTried.class));
  }
}
