package dev.relaymanager.api;

import dev.relaymanager.desired.Document;
import dev.relaymanager.engine.Loaded;
import dev.relaymanager.store.Declarations;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what Git owns from what came over the API. */
final class Owners {
  private Owners() {}

  /** Names of the documents of a kind that the API owns. */
  static Set<String> api(Declarations declarations, Declarations.Kind kind) {
    return declarations.standing().stream()
        .filter(declared -> declared.kind() == kind)
        .map(Declarations.Declared::name)
        .collect(Collectors.toSet());
  }

  static String owner(Set<String> api, String name) {
    return api.contains(name) ? "api" : "git";
  }

  /**
   * Refuses to change what Git declares.
   *
   * @throws ApiException 409 with the file's name
   */
  static void requireApi(Loaded loaded, Document document) {
    if (!loaded.tree().givesWay(document.places().file())) {
      throw ApiException.at(
          409,
          "owned-by-git",
          "",
          "%s %s is declared in Git, at %s"
              .formatted(document.kind(), document.name(), document.place()),
          "change it there, and commit");
    }
  }
}
