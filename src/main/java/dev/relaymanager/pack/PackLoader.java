package dev.relaymanager.pack;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.FileTree;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Loads a pack whole, or refuses it with every fault. */
public final class PackLoader {
  /** A zip has at most so many bytes. */
  public static final int MAX_ZIP_BYTES = PackFiles.MAX_BYTES;

  static final String MANIFEST = "pack.json";

  private static final String PROVIDERS = "providers/";
  private static final Pattern PROVIDER_FILE = Pattern.compile("providers/[^/]+\\.json");

  private final PackFiles files;
  private final Faults faults = new Faults();

  private PackLoader(PackFiles files) {
    this.files = files;
  }

  /**
   * Loads a pack from a folder.
   *
   * @param root path of the folder in the tree; empty for the tree itself
   * @throws InvalidInputException with everything that is wrong with the pack
   * @throws EnvironmentException when the tree cannot be read
   */
  public static Pack load(FileTree tree, String root) {
    return new PackLoader(PackFiles.of(tree, root)).load();
  }

  /**
   * Loads a pack from a zip of its folder.
   *
   * @param name what to call the zip in a problem
   * @throws InvalidInputException with everything that is wrong with the pack
   */
  public static Pack load(byte[] zip, String name) {
    return new PackLoader(ZipPack.read(zip, name)).load();
  }

  /**
   * A zip of a folder, as {@link #load(byte[], String)} reads it. The pack in it may have faults.
   *
   * @param root path of the folder in the tree; empty for the tree itself
   * @throws InvalidInputException when there is no such folder, or it is beyond the limits
   */
  public static byte[] zip(FileTree tree, String root) {
    return ZipPack.write(PackFiles.of(tree, root));
  }

  /**
   * The files in a zip of a pack, by path in the pack; it may have faults.
   *
   * @param name what to call the zip in a problem
   * @throws InvalidInputException when it is no zip that is read here
   */
  public static SortedMap<String, byte[]> unzip(byte[] zip, String name) {
    return ZipPack.read(zip, name).contents();
  }

  /** What {@code pack.json} says. */
  private record Manifest(
      String id,
      String version,
      String description,
      HostVersionRange hostVersions,
      ExchangeRates rates) {}

  private Pack load() {
    faults.addAll(ChecksumFile.check(files));
    Manifest manifest = manifest();
    List<ProviderFile> providers = providers();
    PackRules.checkIds(providers, faults);
    for (ProviderFile provider : providers) {
      PackRules.checkAlone(provider, faults);
      if (manifest != null) {
        PackRules.checkWithPack(provider, manifest.rates(), manifest.hostVersions(), faults);
      }
    }
    faults.throwIfAny();
    if (manifest == null) {
      throw new IllegalStateException("a manifest without fault was not read");
    }
    return new Pack(
        manifest.id(),
        manifest.version(),
        manifest.description(),
        manifest.hostVersions(),
        manifest.rates(),
        providers.stream()
            .map(ProviderFile::provider)
            .sorted(Comparator.comparing(Provider::id))
            .toList(),
        ChecksumFile.digest(files));
  }

  private @Nullable Manifest manifest() {
    if (!files.contents().containsKey(MANIFEST)) {
      faults.add(
          Problem.at(
              files.place(MANIFEST),
              "",
              "manifest-missing",
              "the pack has no " + MANIFEST,
              "add it; a pack is the folder that holds it"));
      return null;
    }
    JsonSource source = parse(MANIFEST, PackSchema.PACK);
    if (source == null) {
      return null;
    }
    String version = Texts.version(source, "/version", faults);
    HostVersionRange range = Texts.range(source, "/hostVersions", faults);
    ExchangeRates rates = rates(source);
    return version == null || range == null || rates == null
        ? null
        : new Manifest(
            Texts.at(source, "/id"),
            version,
            source.root().path("description").stringValue(""),
            range,
            rates);
  }

  private @Nullable ExchangeRates rates(JsonSource source) {
    SortedMap<String, ExchangeRates.Rate> rates = new TreeMap<>();
    boolean fine = true;
    for (String currency : source.root().path("exchangeRates").propertyNames()) {
      String pointer = "/exchangeRates/" + JsonSource.escape(currency);
      BigDecimal usd = new BigDecimal(Texts.at(source, pointer + "/usd"));
      LocalDate asOf = Texts.date(source, pointer + "/asOf", faults);
      if (usd.signum() == 0 || currency.equals(ExchangeRates.DOLLAR)) {
        faults.at(
            source,
            pointer + "/usd",
            "bad-exchange-rate",
            currency + " at " + usd.toPlainString(),
            "a rate is above zero, and USD needs none");
        fine = false;
      } else if (asOf == null) {
        fine = false;
      } else {
        rates.put(
            currency, new ExchangeRates.Rate(usd, asOf, Texts.at(source, pointer + "/source")));
      }
    }
    return fine ? new ExchangeRates(rates) : null;
  }

  private List<ProviderFile> providers() {
    List<ProviderFile> providers = new ArrayList<>();
    boolean any = false;
    for (String path : files.contents().keySet()) {
      if (!path.startsWith(PROVIDERS)) {
        continue;
      }
      if (!PROVIDER_FILE.matcher(path).matches()) {
        faults.add(
            Problem.at(
                files.place(path),
                "",
                "not-a-provider-file",
                "only *.json directly in providers/ is read",
                "move or rename the file"));
        continue;
      }
      any = true;
      JsonSource source = parse(path, PackSchema.PROVIDER);
      ProviderFile provider = source == null ? null : ProviderFile.read(source, faults);
      if (provider != null) {
        providers.add(provider);
      }
    }
    if (!any) {
      faults.add(
          Problem.at(
              Place.file(files.prefix() + PROVIDERS),
              "",
              "no-provider",
              "the pack has no provider",
              "add at least one providers/*.json"));
    }
    return providers;
  }

  /** Null when its fields cannot be read; the faults are noted. */
  private @Nullable JsonSource parse(String path, PackSchema schema) {
    byte[] bytes = files.contents().getOrDefault(path, new byte[0]);
    try {
      JsonSource source = JsonSource.parse(bytes, files.prefix() + path);
      return schema.check(source, faults) ? source : null;
    } catch (InvalidInputException notJson) {
      faults.addAll(notJson.problems());
      return null;
    }
  }
}
