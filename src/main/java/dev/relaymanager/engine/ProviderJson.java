package dev.relaymanager.engine;

import dev.relaymanager.pack.Provider;
import dev.relaymanager.report.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is kept of a provider when its pack is installed. */
final class ProviderJson {
  private ProviderJson() {}

  static String of(Provider provider) {
    ObjectNode node = Json.object();
    node.put("provider_id", provider.id());
    node.put("display_name", provider.displayName());
    node.put("base_url", provider.baseUrl());
    ArrayNode models = node.putArray("default_models");
    provider.defaultModels().forEach(models::add);
    node.put("smoke_test_model", provider.smokeTestModel());
    node.put("as_of", provider.asOf().toString());
    node.put("source", provider.source());
    return node.toString();
  }
}
