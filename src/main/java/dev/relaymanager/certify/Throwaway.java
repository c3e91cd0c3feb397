package dev.relaymanager.certify;

import dev.relaymanager.host.NewAccount;
import dev.relaymanager.host.NewUser;
import dev.relaymanager.host.UserLogin;
import dev.relaymanager.model.Marker;
import dev.relaymanager.model.ModelPrice;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceSpec.Billing;
import dev.relaymanager.seal.Secret;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The things that one run makes: named so that whoever finds one knows what it was for.
 *
 * @param run twelve hex digits, another for each run
 */
record Throwaway(String run, Vendor vendor, Secret password) {
  /** What every name begins with. */
  static final String PREFIX = "relay-certify-";

  private static final String MAIL_DOMAIN = "@example.invalid";

  /** What the names of this run begin with. */
  String prefix() {
    return PREFIX + run;
  }

  private String name(String what) {
    return prefix() + "-" + what;
  }

  Marker marker(String what) {
    return new Marker(run, "certify", what);
  }

  String email(String who) {
    return name(who) + MAIL_DOMAIN;
  }

  /** An idempotency key. */
  String requestKey(String what) {
    return name(what);
  }

  NewUser user(String who) {
    return new NewUser(login(who), "made by relayctl host certify; may be deleted");
  }

  UserLogin login(String who) {
    return new UserLogin(email(who), password);
  }

  ResourceSpec.Group group() {
    return new ResourceSpec.Group(
        name("group"),
        "made by relayctl host certify; may be deleted",
        Billing.SUBSCRIPTION,
        new BigDecimal("1.25"),
        BigDecimal.TEN,
        null,
        null);
  }

  /** Says nothing of the daily limit, which has to stay. */
  ResourceSpec.Group changedGroup() {
    return new ResourceSpec.Group(
        name("group"), "", Billing.SUBSCRIPTION, BigDecimal.ONE, null, null, BigDecimal.ONE);
  }

  ResourceSpec.Channel channel(Reference group) {
    return new ResourceSpec.Channel(
        name("channel"),
        "made by relayctl host certify; may be deleted",
        List.of(group),
        List.of(
            new ModelPrice(
                vendor.model(),
                new BigDecimal("0.00000027"),
                new BigDecimal("0.0000011"),
                new BigDecimal("0.000000000001"))),
        Map.of("certify", vendor.model()),
        false);
  }

  ResourceSpec.Channel changedChannel(Reference group) {
    ResourceSpec.Channel channel = channel(group);
    return new ResourceSpec.Channel(
        channel.name(), "", channel.groups(), channel.prices(), Map.of(), false);
  }

  ResourceSpec.Plan plan(Reference group) {
    return new ResourceSpec.Plan(name("plan"), "", group, new BigDecimal("9.90"), 30, false);
  }

  ResourceSpec.Plan changedPlan(Reference group) {
    return new ResourceSpec.Plan(name("plan"), "changed", group, new BigDecimal("19.99"), 7, false);
  }

  NewAccount account(String what, Reference group) {
    return new NewAccount(accountSpec(what, group), vendor.key(), marker(what));
  }

  private ResourceSpec.Account accountSpec(String what, Reference group) {
    return new ResourceSpec.Account(
        name(what),
        List.of(group),
        vendor.baseUrl(),
        Map.of(vendor.model(), vendor.model()),
        7,
        3,
        new BigDecimal("1.5"),
        Protocol.CHAT_COMPLETIONS,
        null);
  }

  ResourceSpec.Account slowerAccount(String what, Reference group) {
    ResourceSpec.Account spec = accountSpec(what, group);
    return new ResourceSpec.Account(
        spec.name(),
        spec.groups(),
        spec.baseUrl(),
        spec.modelMapping(),
        2,
        spec.priority(),
        spec.rateMultiplier(),
        null,
        null);
  }
}
