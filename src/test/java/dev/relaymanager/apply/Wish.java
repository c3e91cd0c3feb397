package dev.relaymanager.apply;

import dev.relaymanager.desired.Access;
import dev.relaymanager.desired.Deletion;
import dev.relaymanager.desired.DesiredImport;
import dev.relaymanager.desired.DesiredResource;
import dev.relaymanager.desired.DesiredState;
import dev.relaymanager.desired.ImportMode;
import dev.relaymanager.desired.OnDrift;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Place;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.seal.Secret;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The import that the tests of this package ask for: DeepSeek, with the parts that they change. */
public final class Wish {
  public static final String VENDOR = "https://api.deepseek.com";
  public static final String MODEL = "deepseek-chat";
  private static final Place PLACE = new Place("imports/deepseek.yaml", 1, 1);

  public final Map<String, String> keys = new LinkedHashMap<>();
  public final Map<String, Integer> users = new LinkedHashMap<>();

  /** Last moments of grants that end on a day, whatever their days say. */
  final Map<String, Instant> ends = new LinkedHashMap<>();

  public String name = "deepseek";
  public String movedFrom;
  public boolean strict = true;
  public boolean adopt;
  public OnDrift onDrift = OnDrift.REPORT;
  public String price = "9.90";
  public String rate = "1";
  public String inputPrice = "0.00000027";
  public int concurrency = 10;
  public boolean declared = true;
  public Map<String, String> models = Map.of(MODEL, MODEL);

  public DesiredState state() {
    return new DesiredState("1a2b3c4", declared ? List.of(desired()) : List.of());
  }

  public DesiredImport desired() {
    Reference group = new Reference.To(ResourceKey.group("prod", name));
    List<DesiredResource> resources = new ArrayList<>();
    add(
        resources,
        ResourceKey.group("prod", name),
        new ResourceSpec.Group(
            "deepseek",
            null,
            ResourceSpec.Billing.SUBSCRIPTION,
            new BigDecimal(rate),
            null,
            null,
            null));
    add(
        resources,
        ResourceKey.channel("prod", name),
        new ResourceSpec.Channel(
            "deepseek",
            null,
            List.of(group),
            List.of(
                new ModelPrice(
                    MODEL, new BigDecimal(inputPrice), new BigDecimal("0.0000011"), null)),
            Map.of(),
            true));
    add(
        resources,
        ResourceKey.plan("prod", name),
        new ResourceSpec.Plan("deepseek", null, group, new BigDecimal(price), 30, true));
    keys.forEach(
        (id, key) ->
            add(
                resources,
                ResourceKey.account("prod", name, id),
                new ResourceSpec.Account(
                    "deepseek-" + id,
                    List.of(group),
                    VENDOR,
                    models,
                    concurrency,
                    50,
                    BigDecimal.ONE,
                    Protocol.CHAT_COMPLETIONS,
                    fingerprint(key))));
    users.forEach(
        (mail, days) ->
            add(
                resources,
                ResourceKey.subscription("prod", name, mail),
                new ResourceSpec.Subscription(
                    mail, group, ends.containsKey(mail) ? null : days, ends.get(mail))));
    return new DesiredImport(
        "prod",
        name,
        PLACE,
        "openai-cn-pack",
        "1.0.0",
        "deepseek",
        VENDOR,
        Protocol.CHAT_COMPLETIONS,
        MODEL,
        List.of(MODEL),
        strict ? ImportMode.STRICT : ImportMode.PARTIAL,
        Set.of(Access.SUBSCRIPTION),
        onDrift,
        Deletion.PRUNE,
        adopt,
        false,
        movedFrom,
        resources,
        List.of(),
        List.of());
  }

  private static void add(List<DesiredResource> resources, ResourceKey key, ResourceSpec spec) {
    resources.add(new DesiredResource(key, spec, PLACE, null));
  }

  public static Fingerprint fingerprint(String key) {
    try (Secret secret = Secret.of(key)) {
      return fingerprint(secret);
    }
  }

  public static Fingerprint fingerprint(Secret secret) {
    return new Fingerprint(
        secret.revealBytes(
            bytes -> {
              try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
              } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError(impossible);
              }
            }));
  }
}
