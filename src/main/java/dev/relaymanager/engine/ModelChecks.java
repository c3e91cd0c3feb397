package dev.relaymanager.engine;

import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.http.HttpCaller;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.pack.Pack;
import dev.relaymanager.pack.Provider;
import dev.relaymanager.probe.ModelLister;
import dev.relaymanager.seal.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Compares packs with what their vendors list. */
public final class ModelChecks {
  /** How many keys of a vendor are tried when one is refused. */
  private static final int KEYS = 5;

  private final KeySources sources;
  private final ModelLister lister;
  private final EngineListener listener;

  ModelChecks(KeySources sources, HttpCaller vendorHttp, EngineListener listener) {
    this.sources = sources;
    this.lister = new ModelLister(vendorHttp);
    this.listener = listener;
  }

  /**
   * A provider, and what its vendor said.
   *
   * @param pack id and version
   */
  public record Checked(String pack, Provider provider, ModelLister.Answer answer) {}

  /** With a key that somebody gave. */
  public Checked check(Pack pack, Provider provider, Secret key) {
    listener.stage("asking " + provider.displayName() + " for its models");
    return new Checked(name(pack), provider, lister.ask(provider, key));
  }

  /** All providers that imports of a revision use, with a key of such an import. */
  public List<Checked> check(Loaded loaded, Predicate<Provider> which) {
    SortedMap<String, List<DesiredImport>> users = new TreeMap<>();
    for (DesiredImport wish : loaded.state().imports()) {
      if (!wish.disabled() && which.test(provider(loaded, wish))) {
        users
            .computeIfAbsent(
                wish.packId() + " " + wish.packVersion() + " " + wish.providerId(),
                name -> new ArrayList<>())
            .add(wish);
      }
    }
    return users.values().stream().map(wishes -> check(loaded, wishes)).toList();
  }

  private Checked check(Loaded loaded, List<DesiredImport> wishes) {
    Pack pack = PlanMaker.packOf(loaded, wishes.get(0));
    Provider provider = provider(loaded, wishes.get(0));
    ModelLister.Answer answer = new ModelLister.Answer.None(true, "no import has a key for it");
    int tried = 0;
    for (DesiredImport wish : wishes) {
      KeyFinder keys = sources.of(wish.host(), wish.name(), null, loaded);
      for (DesiredResource resource : wish.resources()) {
        boolean another = answer instanceof ModelLister.Answer.None none && none.keyRefused();
        if (another
            && tried < KEYS
            && resource.spec() instanceof ResourceSpec.Account account
            && account.key() != null) {
          tried++;
          try (Secret key = keys.open(resource.key(), account.key())) {
            answer = check(pack, provider, key).answer();
          }
        }
      }
    }
    return new Checked(name(pack), provider, answer);
  }

  private static Provider provider(Loaded loaded, DesiredImport wish) {
    return PlanMaker.packOf(loaded, wish).provider(wish.providerId()).orElseThrow();
  }

  private static String name(Pack pack) {
    return pack.id() + " " + pack.version();
  }
}
