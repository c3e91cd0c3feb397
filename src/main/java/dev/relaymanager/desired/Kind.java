package dev.relaymanager.desired;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of documents that a desired state is made of. */
public enum Kind {
  HOST("Host", "host"),
  PACK("Pack", "pack-source"),
  PROVIDER_IMPORT("ProviderImport", "provider-import"),
  ACCESS_GRANT("AccessGrant", "access-grant"),
  POLICY("Policy", "policy");

  private final String word;
  private final String schema;

  Kind(String word, String schema) {
    this.word = word;
    this.schema = schema;
  }

  /** As it stands in a document: {@code ProviderImport}. */
  public String word() {
    return word;
  }

  /** The class path's name of its JSON Schema. */
  String schemaResource() {
    return "/dev/relaymanager/schemas/" + schema + ".schema.json";
  }

  static Optional<Kind> ofWord(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Kind::word).toList();
  }

  @Override
  public String toString() {
    return word;
  }
}
