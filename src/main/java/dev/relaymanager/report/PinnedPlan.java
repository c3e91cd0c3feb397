package dev.relaymanager.report;

import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import dev.relaymanager.plan.Plan;
import dev.relaymanager.plan.Selection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan that was kept in a file, to be carried out just so or not at all. What it was based on is
 * in it: each change with its values before, the drift, what stands in the way. A digest tells a
 * file that was edited.
 *
 * @param revision commit that was planned; for a plain folder its name
 * @param retryQuarantined whether it takes in what was rolled back at its revision
 * @param retryRefused whether it takes in keys that failed their proof before
 */
public record PinnedPlan(
    String revision,
    Selection selection,
    boolean retryQuarantined,
    boolean retryRefused,
    JsonNode plan) {
  private static final String DIGEST = "digest";
  private static final int MOST_DIFFERENCES = 20;

  /** A plan as it is now. */
  public static PinnedPlan of(
      Plan plan, Selection selection, boolean retryQuarantined, boolean retryRefused) {
    return new PinnedPlan(plan.revision(), selection, retryQuarantined, retryRefused, asRead(plan));
  }

  /** As it would come back from a file, where a number is a number of one kind. */
  private static JsonNode asRead(Plan plan) {
    return Json.parse(Json.text(PlanJson.of(plan)));
  }

  /** The file. */
  public String text() {
    ObjectNode document = content();
    document.put(DIGEST, digest(document));
    return Json.text(document);
  }

  private ObjectNode content() {
    ObjectNode document = Json.object().put("format_version", PlanJson.FORMAT_VERSION);
    document.put("kind", "pinned-plan");
    document.put("revision", revision);
    selection.targets().forEach(document.putArray("targets")::add);
    selection.excludes().forEach(document.putArray("excludes")::add);
    document.put("retry_quarantined", retryQuarantined);
    document.put("retry_refused", retryRefused);
    document.set("plan", plan);
    return document;
  }

  private static String digest(JsonNode content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(Json.text(content).getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this Java lacks SHA-256", missing);
    }
  }

  /**
   * Reads a file back.
   *
   * @param file for messages
   * @throws InvalidInputException when it is no such file, or was changed since it was written
   */
  public static PinnedPlan read(String text, String file) {
    PinnedPlan pinned;
    String digest;
    try {
      JsonNode document = Json.parse(text);
      digest = document.required(DIGEST).stringValue();
      pinned =
          new PinnedPlan(
              document.required("revision").stringValue(),
              new Selection(
                  texts(document.required("targets")), texts(document.required("excludes"))),
              document.required("retry_quarantined").booleanValue(),
              document.required("retry_refused").booleanValue(),
              document.required("plan"));
    } catch (JacksonException | IllegalArgumentException otherForm) {
      throw new InvalidInputException(
          Problem.at(
              Place.file(file),
              "",
              "no-pinned-plan",
              "this is no plan that relayctl plan --out wrote",
              "make one: relayctl plan --out " + file));
    }
    if (!digest.equals(digest(pinned.content()))) {
      throw new InvalidInputException(
          Problem.at(
              Place.file(file),
              "",
              "edited-plan",
              "the plan was changed after it was written, or another version wrote it",
              "plan again: relayctl plan --out " + file));
    }
    return pinned;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.stringValue()));
    return texts;
  }

  /**
   * Refuses to go on when the plan of now is another.
   *
   * @throws InvalidInputException naming what changed since
   */
  public void check(Plan now) {
    List<String> differences = differences(asRead(now));
    if (differences.isEmpty()) {
      return;
    }
    List<String> shown =
        new ArrayList<>(differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())));
    if (differences.size() > shown.size()) {
      shown.add("… and " + (differences.size() - shown.size()) + " more");
    }
    throw new InvalidInputException(
        Problem.of(
            "stale-plan",
            "what the plan was based on has changed:\n  " + String.join("\n  ", shown),
            "nothing was done; plan again, and look at it again"));
  }

  /** Where two plans differ, a line each; empty when they are the same. */
  private List<String> differences(JsonNode now) {
    List<String> differences = new ArrayList<>();
    for (String list : List.of("resource_changes", "resource_drift", "obstacles")) {
      TreeMap<String, JsonNode> before = byAddress(plan.path(list));
      TreeMap<String, JsonNode> after = byAddress(now.path(list));
      before.forEach(
          (address, node) -> {
            JsonNode other = after.get(address);
            if (other == null) {
              differences.add(address + ": " + what(list, node) + " no more");
            } else if (!other.equals(node)) {
              compare(address, node, other, differences);
            }
          });
      after.forEach(
          (address, node) -> {
            if (!before.containsKey(address)) {
              differences.add(address + ": " + what(list, node) + " now");
            }
          });
    }
    if (differences.isEmpty() && !plan.equals(now)) {
      compare("the plan", plan, now, differences);
    }
    return differences;
  }

  private static TreeMap<String, JsonNode> byAddress(JsonNode list) {
    TreeMap<String, JsonNode> nodes = new TreeMap<>();
    list.forEach(node -> nodes.put(node.path("address").stringValue(""), node));
    return nodes;
  }

  private static String what(String list, JsonNode node) {
    String action = node.path("change").path("actions").path(0).stringValue("");
    return switch (list) {
      case "resource_changes" -> action + " is due";
      case "resource_drift" -> action.equals("delete") ? "it is gone" : "it was changed by hand";
      default -> "something stands in its way (" + node.path("code").stringValue("") + ")";
    };
  }

  /** The smallest parts that differ. */
  private static void compare(
      String path, JsonNode before, JsonNode after, List<String> differences) {
    if (before.isObject() && after.isObject()) {
      TreeMap<String, Boolean> names = new TreeMap<>();
      before.propertyNames().forEach(name -> names.put(name, true));
      after.propertyNames().forEach(name -> names.put(name, true));
      for (String name : names.keySet()) {
        JsonNode one = before.path(name);
        JsonNode other = after.path(name);
        if (!one.equals(other)) {
          compare(path + " " + name, one, other, differences);
        }
      }
    } else {
      differences.add(path + ": " + shown(before) + " → " + shown(after));
    }
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }
}
