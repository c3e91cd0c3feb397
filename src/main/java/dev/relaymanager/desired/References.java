package dev.relaymanager.desired;

import dev.relaymanager.desired.DocumentParser.Named;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks what the documents of one revision say about each other and about its files. */
final class References {
  private final List<Named> names;
  private final List<Document> documents;
  private final boolean complete;
  private final FileReferences files;

  private final Map<Kind, Map<String, Named>> byName = new EnumMap<>(Kind.class);
  private final Map<String, ImportDocument> imports = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /** What to do about a missing document, looked up once however often it is named. */
  private final Map<String, String> fixes = new HashMap<>();

  /**
   * Prepares the check.
   *
   * @param documents those in which nothing is wrong by themselves
   * @param names of all documents, the faulty ones too
   * @param complete false when some documents could not even be named: then nothing is called
   *     missing, because it may stand in what could not be read
   */
  References(
      FileTree tree,
      List<Named> names,
      List<Document> documents,
      boolean complete,
      boolean sealedFilesAreThere) {
    this.names = names.stream().sorted(Comparator.comparing(Named::place)).toList();
    this.documents =
        documents.stream()
            .sorted(Comparator.comparing(Document::name).thenComparing(Document::place))
            .toList();
    this.complete = complete;
    this.files = new FileReferences(tree, problems, sealedFilesAreThere);
  }

  List<Problem> check() {
    checkNames();
    for (ImportDocument document : of(ImportDocument.class)) {
      imports.putIfAbsent(document.name(), document);
    }
    checkSameHostTwice();
    for (Document document : documents) {
      files.check(document);
      switch (document) {
        case ImportDocument wish -> checkImport(wish);
        case GrantDocument grant -> checkGrant(grant);
        case HostDocument ignored -> {}
        case PackDocument ignored -> {}
        case PolicyDocument ignored -> {}
      }
    }
    new GrantConflicts(imports, of(GrantDocument.class), problems).check();
    return problems;
  }

  /** The documents, once {@link #check} found nothing. */
  Documents documents() {
    List<PolicyDocument> policies = of(PolicyDocument.class);
    return new Documents(
        of(HostDocument.class),
        of(PackDocument.class),
        of(ImportDocument.class),
        of(GrantDocument.class),
        policies.isEmpty() ? PolicyDocument.DEFAULT : policies.get(0));
  }

  private <D extends Document> List<D> of(Class<D> type) {
    return documents.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void checkNames() {
    Named policy = null;
    for (Named named : names) {
      Named first =
          byName
              .computeIfAbsent(named.kind(), kind -> new HashMap<>())
              .putIfAbsent(named.name(), named);
      if (first != null) {
        problems.add(
            Problem.at(
                named.place(),
                "metadata.name",
                "duplicate-name",
                "a second "
                    + named.kind()
                    + " named "
                    + Shown.name(named.name())
                    + "; the first is at "
                    + first.place(),
                "rename or remove one of them"));
      } else if (named.kind() == Kind.POLICY) {
        if (policy != null) {
          problems.add(
              Problem.at(
                  named.place(),
                  "metadata.name",
                  "second-policy",
                  "a second Policy; the first is at " + policy.place(),
                  "keep one: a repository has one policy"));
        }
        policy = policy == null ? named : policy;
      }
    }
  }

  /** Two documents for one host would take each other's resources for strangers. */
  private void checkSameHostTwice() {
    Map<String, HostDocument> byUrl = new HashMap<>();
    for (HostDocument host : of(HostDocument.class)) {
      HostDocument first = byUrl.putIfAbsent(host.baseUrl().toString(), host);
      if (first != null && !first.name().equals(host.name())) {
        problems.add(
            host.places()
                .problem(
                    "spec.baseUrl",
                    "same-host-twice",
                    "the Host "
                        + first.name()
                        + " has the same base URL, at "
                        + first.places().at("spec.baseUrl"),
                    "keep one of them"));
      }
    }
  }

  private void checkImport(ImportDocument wish) {
    for (int i = 0; i < wish.hosts().size(); i++) {
      checkExists(Kind.HOST, wish.hosts().get(i), wish, "spec.hosts[" + i + "]");
    }
    checkExists(Kind.PACK, wish.pack(), wish, "spec.pack");
    String from = wish.movedFrom();
    if (from == null) {
      return;
    }
    Named old = byName.getOrDefault(Kind.PROVIDER_IMPORT, Map.of()).get(from);
    if (old != null) {
      problems.add(
          wish.places()
              .problem(
                  "spec.moved.from",
                  "moved-from-existing",
                  "the import " + from + " is still there, at " + old.place(),
                  "remove that document, or take moved out"));
    }
    for (ImportDocument other : imports.values()) {
      if (other.name().compareTo(wish.name()) < 0 && from.equals(other.movedFrom())) {
        problems.add(
            wish.places()
                .problem(
                    "spec.moved.from",
                    "moved-twice",
                    "the import "
                        + other.name()
                        + " says that it moved from "
                        + from
                        + " too, at "
                        + other.places().at("spec.moved.from"),
                    "keep one of them"));
      }
    }
  }

  private void checkGrant(GrantDocument grant) {
    checkExists(Kind.PROVIDER_IMPORT, grant.importName(), grant, "spec.import");
    ImportDocument wish = imports.get(grant.importName());
    if (wish == null) {
      return;
    }
    for (int i = 0; i < grant.hosts().size(); i++) {
      String host = grant.hosts().get(i);
      if (!wish.hosts().contains(host)) {
        problems.add(
            grant
                .places()
                .problem(
                    "spec.hosts[" + i + "]",
                    "not-a-host-of-the-import",
                    "the import " + wish.name() + " is not on the host " + Shown.name(host),
                    Suggestion.nearest(host, wish.hosts())
                        .map(near -> "did you mean " + near + "?")
                        .orElse("its hosts are " + SchemaWords.list(wish.hosts(), "and"))));
      }
    }
    checkTerm(grant, wish);
  }

  private void checkTerm(GrantDocument grant, ImportDocument wish) {
    if (wish.billsSubscriptions() && grant.term() == null) {
      problems.add(
          grant
              .places()
              .problem(
                  "spec",
                  "missing-term",
                  "found neither days nor until",
                  "say how long the users may use " + wish.name()));
    } else if (!wish.billsSubscriptions() && grant.term() != null) {
      String field = grant.term() instanceof GrantDocument.Term.Days ? "days" : "until";
      problems.add(
          grant
              .places()
              .problem(
                  "spec." + field,
                  "no-subscriptions",
                  "the import "
                      + wish.name()
                      + " is for self-service only, so there is no subscription to give",
                  "add subscription to the import's access, or take " + field + " out"));
    }
  }

  private void checkExists(Kind kind, String name, Document from, String path) {
    Set<String> known = byName.getOrDefault(kind, Map.of()).keySet();
    if (!complete || known.contains(name)) {
      return;
    }
    String fix =
        fixes.computeIfAbsent(
            kind + " " + name,
            missing ->
                Suggestion.nearest(name, known)
                    .map(near -> "did you mean " + near + "?")
                    .orElse("add that document, or mend the name"));
    problems.add(
        from.places()
            .problem(
                path,
                "missing-reference",
                "no " + kind + " document is named " + Shown.name(name),
                fix));
  }
}
