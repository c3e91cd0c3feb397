package dev.relaymanager.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A commit taken apart into what was signed and the signatures. */
final class SignedCommit {
  private static final String HEADER = "gpgsig ";

  private enum Part {
    PAYLOAD,
    SIGNATURE,
    /** Over the commit's other form, with SHA-256 ids. */
    OTHER_SIGNATURE;

    static Part of(String headerLine) {
      if (headerLine.startsWith(HEADER)) {
        return Part.SIGNATURE;
      }
      return headerLine.startsWith("gpgsig-sha256 ") ? Part.OTHER_SIGNATURE : Part.PAYLOAD;
    }
  }

  private final byte[] payload;
  private final List<String> signatures;

  private SignedCommit(byte[] payload, List<String> signatures) {
    this.payload = payload;
    this.signatures = signatures;
  }

  /** The commit without its signature headers. */
  byte[] payload() {
    return payload;
  }

  /** Each as armoured text; Git writes one at most. */
  List<String> signatures() {
    return signatures;
  }

  static SignedCommit of(byte[] raw) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream(raw.length);
    List<StringBuilder> signatures = new ArrayList<>();
    Part part = Part.PAYLOAD;
    int start = 0;
    while (start < raw.length && raw[start] != '\n') {
      int end = endOfLine(raw, start);
      String line = new String(raw, start, end - start, StandardCharsets.ISO_8859_1);
      boolean continues = line.startsWith(" ");
      if (!continues) {
        part = Part.of(line);
      }
      switch (part) {
        case PAYLOAD -> payload.write(raw, start, end - start);
        case SIGNATURE -> {
          if (!continues) {
            signatures.add(new StringBuilder());
          }
          signatures.getLast().append(line.substring(continues ? 1 : HEADER.length()));
        }
        case OTHER_SIGNATURE -> {}
      }
      start = end;
    }
    payload.write(raw, start, raw.length - start);
    return new SignedCommit(
        payload.toByteArray(), signatures.stream().map(StringBuilder::toString).toList());
  }

  private static int endOfLine(byte[] raw, int start) {
    int end = start;
    while (end < raw.length && raw[end] != '\n') {
      end++;
    }
    return Math.min(raw.length, end + 1);
  }
}
