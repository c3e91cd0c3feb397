package dev.relaymanager.http;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends connections for one host and port elsewhere, as {@code curl --connect-to} does: the URL,
 * the {@code Host} header and the name that TLS verifies stay as they are.
 *
 * @param host as the URL names it, lower case
 * @param port as the URL means it
 * @param address name or address that is connected to
 */
public record ConnectTo(String host, int port, String address, int addressPort) {
  private static final String NAME = "(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]]+)";
  private static final Pattern FORM = Pattern.compile(NAME + ":(\\d{1,5}):" + NAME + ":(\\d{1,5})");

  public ConnectTo {
    host = host.toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@code HOST:PORT:ADDRESS:PORT}; IPv6 addresses stand in brackets.
   *
   * @throws InvalidInputException when it has another form
   */
  public static ConnectTo parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          Problem.of(
              "bad-connect-to",
              "\"" + text + "\" is no mapping of a connection",
              "write HOST:PORT:ADDRESS:PORT, such as api.example.com:443:127.0.0.1:8443"));
    }
    return new ConnectTo(
        bare(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        bare(matcher.group(3)),
        Integer.parseInt(matcher.group(4)));
  }

  private static String bare(String name) {
    return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }
}
