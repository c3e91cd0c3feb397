package dev.relaymanager.seal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the header of an age file tells to everybody: how many can open it, not who. */
public final class AgeHeader {
  private static final String STANZA = "-> ";
  private static final String END = "---";

  private AgeHeader() {}

  /**
   * To how many recipients a file is sealed.
   *
   * @param sealed an age file that opens, armored or binary
   */
  public static int recipients(byte[] sealed) {
    String text = new String(sealed, StandardCharsets.ISO_8859_1).strip();
    String header = text.startsWith("-----BEGIN") ? dearmored(text) : text;
    return (int)
        header
            .lines()
            .takeWhile(line -> !line.startsWith(END))
            .filter(line -> line.startsWith(STANZA))
            .count();
  }

  private static String dearmored(String armor) {
    StringBuilder body = new StringBuilder();
    armor.lines().filter(line -> !line.startsWith("-----")).forEach(body::append);
    byte[] binary = Base64.getMimeDecoder().decode(body.toString());
    return new String(binary, StandardCharsets.ISO_8859_1);
  }
}
