package dev.relaymanager.cli;

import dev.relaymanager.report.Json;
import dev.relaymanager.seal.OpenedKeys;
import dev.relaymanager.seal.Secret;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is to be imported; the keys come from stdin or a prompt. */
final class ImportRequestOptions {
  @Parameters(paramLabel = "PROVIDER", description = "Its id in the pack, such as deepseek.")
  private String provider = "";

  @Option(names = "--host", required = true, paramLabel = "NAME", description = "Onto which host.")
  private String host = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the import, and of its group on the host (default: the provider's).")
  private @Nullable String name;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "strict: all keys or none (default); partial: keep the keys that work.")
  private @Nullable String mode;

  @Option(
      names = "--access",
      paramLabel = "WAY",
      description = "subscription (default), self_service or both.")
  private @Nullable String access;

  @Option(
      names = "--user",
      paramLabel = "USER=DAYS",
      description = "Gives a user, by e-mail or id, access for so many days. Repeatable.")
  private List<String> users = List.of();

  @Option(
      names = "--price",
      paramLabel = "AMOUNT",
      description = "Price of a payment plan that users can buy.")
  private @Nullable BigDecimal price;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "Days of the payment plan (default: ${DEFAULT-VALUE}).")
  private int days = 30;

  @Option(
      names = "--allow",
      paramLabel = "WORDS",
      description = "Lifts one refusal of the guard; the refusal says the words. Repeatable.")
  private Set<String> allow = Set.of();

  String path(String what) {
    return "/api/providers/" + provider + "/" + what;
  }

  /** The body of the call; it holds the keys. */
  ObjectNode body() {
    ObjectNode body = Json.object().put("host_id", host);
    put(body, "name", name);
    put(body, "mode", mode);
    put(body, "access_mode", access);
    if (price != null) {
      body.putObject("plan").put("price", price).put("days", days).put("for_sale", true);
    }
    UserTerms.addTo(body, users);
    ArrayNode words = body.putArray("allow");
    allow.forEach(words::add);
    ArrayNode keys = body.putArray("keys");
    OpenedKeys read = SealingOptions.read();
    try {
      for (Secret key : read.keys()) {
        String text = key.reveal(characters -> characters);
        keys.add(text);
      }
    } finally {
      read.keys().forEach(Secret::close);
    }
    return body;
  }

  private static void put(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }
}
