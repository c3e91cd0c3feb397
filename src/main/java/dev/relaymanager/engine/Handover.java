package dev.relaymanager.engine;

import dev.relaymanager.declared.ApiDocuments;
import dev.relaymanager.declared.OverlayTree;
import dev.relaymanager.desired.Document;
import dev.relaymanager.desired.Documents;
import dev.relaymanager.desired.ImportDocument;
import dev.relaymanager.store.Declarations;
import java.util.Set;

/** What came over the API and is declared in Git by now is Git's for good. */
final class Handover {
  private final Declarations declarations;

  Handover(Declarations declarations) {
    this.declarations = declarations;
  }

  /** Withdraws what a revision declares. */
  void of(Loaded loaded) {
    Set<String> owned = OverlayTree.owned(loaded.tree()).files().keySet();
    if (owned.isEmpty()) {
      return;
    }
    Documents documents = loaded.documents();
    documents.hosts().stream()
        .filter(host -> moved(loaded, host, owned))
        .forEach(host -> declarations.withdraw(Declarations.Kind.HOST, host.name()));
    documents.packs().stream()
        .filter(pack -> moved(loaded, pack, owned))
        .forEach(pack -> declarations.withdraw(Declarations.Kind.PACK, pack.name()));
    for (ImportDocument wish : documents.imports()) {
      if (moved(loaded, wish, owned)) {
        declarations.withdraw(Declarations.Kind.IMPORT, wish.name());
        declarations.withdraw(Declarations.Kind.ACCESS, wish.name());
      }
    }
  }

  private static boolean moved(Loaded loaded, Document document, Set<String> owned) {
    return !loaded.tree().givesWay(document.places().file())
        && owned.contains(ApiDocuments.path(document.kind(), document.name()));
  }
}
