package dev.relaymanager.desired;

import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.seal.OpenedKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns documents, packs and the fingerprints of keys into the resources of every host. The same
 * inputs give equal states.
 */
public final class Expander {
  private static final String NOBODY = "000000000000";

  private final Documents documents;
  private final Map<String, Pack> packs;
  private final KeyRing keyRing;
  private final String installation;

  private final List<Problem> problems = new ArrayList<>();
  private final Map<Fingerprint, UsedKey> used = new HashMap<>();

  /** The keys of one import, and what people should know about them. */
  private record ImportKeys(List<ExpandedKey> keys, List<String> notes) {
    static final ImportKeys NONE = new ImportKeys(List.of(), List.of());
  }

  /** The entry that a key was first seen in. */
  private record UsedKey(ImportDocument wish, KeyEntry entry) {}

  private Expander(
      Documents documents, Map<String, Pack> packs, KeyRing keyRing, String installation) {
    this.documents = documents;
    this.packs = packs;
    this.keyRing = keyRing;
    this.installation = installation;
  }

  /**
   * Expands a revision.
   *
   * @param revision what the documents were read from
   * @param packs by the name of their document; those of all documents
   * @param installation which manager it is for: its probe users are named by it
   * @throws InvalidInputException with all problems found, by place
   */
  public static DesiredState expand(
      String revision,
      Documents documents,
      Map<String, Pack> packs,
      KeyRing keyRing,
      String installation) {
    return new DesiredState(revision, new Expander(documents, packs, keyRing, installation).run());
  }

  /** The same for no manager in particular. */
  public static DesiredState expand(
      String revision, Documents documents, Map<String, Pack> packs, KeyRing keyRing) {
    return expand(revision, documents, packs, keyRing, NOBODY);
  }

  /**
   * Checks everything that can be told of a revision without its keys.
   *
   * @param packs by the name of their document; those of all documents
   * @throws InvalidInputException with all problems found, by place
   */
  public static void check(Documents documents, Map<String, Pack> packs) {
    KeyRing.Ring none = new KeyRing.Ring(List.of(), OpenedKeys.Dropped.NOTHING, List.of());
    new Expander(documents, packs, (wish, entry, use) -> none, NOBODY).run();
  }

  private List<DesiredImport> run() {
    List<DesiredImport> imports = new ArrayList<>();
    for (ImportDocument wish : documents.imports()) {
      Offer offer = offer(wish);
      if (offer != null) {
        ImportKeys keys = wish.disabled() ? ImportKeys.NONE : keys(offer);
        for (String host : wish.hosts()) {
          imports.add(
              new ImportExpander(documents, offer, host, keys.keys, installation)
                  .expand(keys.notes));
        }
      }
    }
    imports.sort(Comparator.comparing(DesiredImport::host).thenComparing(DesiredImport::name));
    problems.addAll(HostNameProblems.of(imports));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          problems.stream().distinct().sorted(DocumentLoader.BY_PLACE).toList());
    }
    return imports;
  }

  private Pack pack(String name) {
    Pack pack = packs.get(name);
    if (pack == null) {
      throw new IllegalArgumentException("the pack " + name + " was not given");
    }
    return pack;
  }

  /** What an import offers; null when it cannot be offered so. */
  private @Nullable Offer offer(ImportDocument wish) {
    Pack pack = pack(wish.pack());
    Optional<Provider> provider = pack.provider(wish.provider());
    if (provider.isEmpty()) {
      List<String> known = pack.providers().stream().map(Provider::id).sorted().toList();
      problems.add(
          wish.places()
              .problem(
                  "spec.provider",
                  "unknown-provider",
                  "the pack "
                      + wish.pack()
                      + " "
                      + pack.version()
                      + " has no provider "
                      + Shown.name(wish.provider()),
                  Suggestion.nearest(wish.provider(), known)
                      .map(near -> "did you mean " + near + "?")
                      .orElse("it has " + SchemaWords.list(known, "and"))));
      return null;
    }
    Offer offer = new Offer(wish, pack, provider.get());
    List<Problem> found = offer.problems(documents);
    problems.addAll(found);
    return found.isEmpty() ? offer : null;
  }

  private ImportKeys keys(Offer offer) {
    ImportDocument wish = offer.wish();
    List<ExpandedKey> keys = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (KeyEntry entry : wish.keys()) {
      KeyRing.Ring ring;
      try {
        ring =
            keyRing.open(
                wish,
                entry,
                SealPurposes.ofKey(documents, wish, entry, offer.provider().baseUrl()));
      } catch (InvalidInputException notOpened) {
        problems.addAll(notOpened.problems());
        continue;
      }
      if (!ring.dropped().isNothing()) {
        notes.add("key " + entry.id() + ": " + ring.dropped());
      }
      ring.warnings().forEach(warning -> notes.add(warning.toString()));
      List<String> names = HostNames.keys(entry.id(), ring.keys());
      for (int i = 0; i < names.size(); i++) {
        KeyRing.NamedKey key = ring.keys().get(i);
        noteUse(wish, entry, key.fingerprint(), notes);
        KeyReference reference = new KeyReference(entry.id(), i, key.mask());
        keys.add(new ExpandedKey(names.get(i), entry, key.fingerprint(), reference));
      }
    }
    return new ImportKeys(keys, notes);
  }

  private void noteUse(
      ImportDocument wish, KeyEntry entry, Fingerprint fingerprint, List<String> notes) {
    UsedKey first = used.putIfAbsent(fingerprint, new UsedKey(wish, entry));
    if (first == null || first.entry.equals(entry)) {
      return;
    }
    boolean sameImport = first.wish.name().equals(wish.name());
    Problem problem =
        Problem.at(
            entry.place(),
            entry.path(),
            sameImport ? "repeated-key" : "key-in-two-imports",
            "the key "
                + fingerprint.brief()
                + " is also in the entry "
                + first.entry.id()
                + (sameImport ? "" : " of the import " + first.wish.name())
                + ", at "
                + first.entry.place(),
            "keep it in one of them");
    if (sameImport) {
      problems.add(problem);
    } else {
      notes.add(problem.toString());
    }
  }
}
