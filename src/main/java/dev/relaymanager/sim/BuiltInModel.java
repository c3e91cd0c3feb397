package dev.relaymanager.sim;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A model of the host's own list, shown where an account maps none (contract.md 5.6). */
record BuiltInModel(String id, long created, String displayName) {
  private static final BuiltInModel GPT_5_5 = new BuiltInModel("gpt-5.5", 1776873600, "GPT-5.5");
  private static final BuiltInModel GPT_5_4 = new BuiltInModel("gpt-5.4", 1738368000, "GPT-5.4");
  private static final BuiltInModel MINI =
      new BuiltInModel("gpt-5.4-mini", 1738368000, "GPT-5.4 Mini");
  private static final BuiltInModel SPARK =
      new BuiltInModel("gpt-5.3-codex-spark", 1735689600, "GPT-5.3 Codex Spark");
  private static final BuiltInModel GPT_5_2 = new BuiltInModel("gpt-5.2", 1733875200, "GPT-5.2");
  private static final BuiltInModel IMAGE_1 =
      new BuiltInModel("gpt-image-1", 1733875200, "GPT Image 1");
  private static final BuiltInModel IMAGE_1_5 =
      new BuiltInModel("gpt-image-1.5", 1735689600, "GPT Image 1.5");
  private static final BuiltInModel IMAGE_2 =
      new BuiltInModel("gpt-image-2", 1738368000, "GPT Image 2");

  static final List<BuiltInModel> OF_126 =
      List.of(
          GPT_5_5,
          GPT_5_4,
          MINI,
          new BuiltInModel("gpt-5.3-codex", 1735689600, "GPT-5.3 Codex"),
          SPARK,
          GPT_5_2,
          IMAGE_1,
          IMAGE_1_5,
          IMAGE_2);

  static final List<BuiltInModel> OF_172 =
      List.of(
          new BuiltInModel("gpt-5.6-sol", 1780876800, "GPT-5.6 Sol"),
          new BuiltInModel("gpt-5.6", 1780876800, "GPT-5.6 (Sol)"),
          new BuiltInModel("gpt-5.6-terra", 1780876800, "GPT-5.6 Terra"),
          new BuiltInModel("gpt-5.6-luna", 1780876800, "GPT-5.6 Luna"),
          GPT_5_5,
          GPT_5_4,
          MINI,
          SPARK,
          new BuiltInModel("codex-auto-review", 1776902400, "Codex Auto Review"),
          GPT_5_2,
          IMAGE_1,
          IMAGE_1_5,
          IMAGE_2);

  /** As {@code accounts/:id/models} shows it. */
  ObjectNode view() {
    return view(id, created, "openai", displayName);
  }

  /** The same for a key of an account's mapping. */
  static ObjectNode mapped(String id) {
    return view(id, 0, "", id);
  }

  private static ObjectNode view(String id, long created, String owner, String displayName) {
    return Json.object()
        .put("id", id)
        .put("object", "model")
        .put("created", created)
        .put("owned_by", owner)
        .put("type", "model")
        .put("display_name", displayName);
  }
}
