package dev.relaymanager.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.certify.Finding.Differs;
import dev.relaymanager.certify.Finding.Holds;
import dev.relaymanager.certify.Finding.NotTried;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostConnection;
import dev.relaymanager.host.HostConnection.Credential;
import dev.relaymanager.host.NewUser;
import dev.relaymanager.host.Scope;
import dev.relaymanager.host.UserLogin;
import dev.relaymanager.host.sub2api.Sub2ApiConnector;
import dev.relaymanager.http.HttpSettings;
import dev.relaymanager.http.ProxyRules;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.model.ResourceSpec.Billing;
import dev.relaymanager.seal.Secret;
import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import java.math.BigDecimal;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certification on simulated hosts, sound and faulty. */
@NullMarked
class CertifierTest {
  private static final Fingerprint FINGERPRINT = new Fingerprint("ab".repeat(32));

  private @Nullable SimulatedHost simulated;
  private @Nullable HostAdapter host;

  private HostAdapter host(String version) {
    SimulatedHost started = SimulatedHost.start(SimulatedHostOptions.of(version));
    simulated = started;
    HostAdapter adapter =
        new Sub2ApiConnector(
                secret -> FINGERPRINT, new HttpSettings(null, List.of(), ProxyRules.none()))
            .connect(
                new HostConnection(
                    "sim",
                    URI.create(started.url()),
                    new Credential.AdminKey(Secret.of(started.adminKey())),
                    8,
                    10_000,
                    null));
    host = adapter;
    return adapter;
  }

  @AfterEach
  void close() {
    if (host != null) {
      host.close();
    }
    if (simulated != null) {
      simulated.close();
    }
  }

  private static Vendor vendor() {
    return new Vendor(
        "https://api.deepseek.com", "deepseek-chat", Secret.of("sk-good-certify"), true);
  }

  private static Certificate certify(HostAdapter host, Vendor vendor) {
    return new Certifier(host, InstantSource.system())
        .certify(vendor, () -> false, (claim, finding) -> {});
  }

  private void inject(String rule) {
    if (simulated == null) {
      throw new AssertionError("no host yet");
    }
    simulated.inject(FaultRule.parse(rule));
  }

  /** All names on a host that a run may have left. */
  private static List<String> names(HostAdapter host) {
    List<String> names = new ArrayList<>();
    host.groups().require().forEach(one -> names.add("group " + one.spec().name()));
    host.channels().require().forEach(one -> names.add("channel " + one.spec().name()));
    host.plans().require().forEach(one -> names.add("plan " + one.spec().name()));
    host.accounts(new Scope.All())
        .require()
        .forEach(one -> names.add("account " + one.spec().name()));
    host.subscriptions(new Scope.All())
        .require()
        .forEach(one -> names.add("subscription " + one.spec().name()));
    host.usersMatching("@").require().forEach(one -> names.add("user " + one.email()));
    return names;
  }

  private static Set<Claim> of(Certificate certificate, Class<? extends Finding> kind) {
    return certificate.findings().entrySet().stream()
        .filter(entry -> kind.isInstance(entry.getValue()))
        .map(entry -> entry.getKey())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Claim.class)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.126", "0.1.128", "0.1.172"})
  void everyClaimHoldsAndNothingIsLeft(String version) {
    HostAdapter sound = host(version);
    List<String> before = names(sound);

    Certificate certificate = certify(sound, vendor());

    assertEquals(Set.of(Claim.values()), of(certificate, Holds.class), certificate::toString);
    assertEquals(version, certificate.version());
    assertTrue(certificate.holds());
    assertEquals(before, names(sound));
  }

  @Test
  void withoutAVendorOnlyItsAnswersAreNotClaimed() {
    Certificate certificate = certify(host("0.1.172"), Vendor.none());

    assertEquals(
        Set.of(Claim.CHAT, Claim.SERVED_BY),
        of(certificate, NotTried.class),
        certificate::toString);
    assertTrue(certificate.holds());
    assertFalse(certificate.vendorAnswered());
  }

  @Test
  void aFieldThatIsMissingIsNamedAndTheRestIsStillTried() {
    HostAdapter odd = host("0.1.126");
    inject("GET /api/v1/admin/channels/*:missing=restrict_models:always");

    Certificate certificate = certify(odd, vendor());

    assertFalse(certificate.holds());
    Finding finding = certificate.findings().get(Claim.CHANNEL_READ);
    assertTrue(
        assertInstanceOf(Differs.class, finding).detail().contains("restrict_models"),
        finding::toString);
    assertInstanceOf(NotTried.class, certificate.findings().get(Claim.CHANNEL_UPDATE));
    assertInstanceOf(Holds.class, certificate.findings().get(Claim.CHAT));
    assertInstanceOf(Holds.class, certificate.findings().get(Claim.NOTHING_LEFT));
  }

  @Test
  void aThingWhoseCreationWasNotAnsweredIsRemovedAllTheSame() {
    HostAdapter shaky = host("0.1.126");
    List<String> before = names(shaky);
    inject("POST /api/v1/admin/groups:cut-after:at=2"); // the probe's is the first

    Certificate certificate = certify(shaky, vendor());

    assertInstanceOf(Differs.class, certificate.findings().get(Claim.GROUP_CREATE));
    assertInstanceOf(NotTried.class, certificate.findings().get(Claim.ACCOUNT_CREATE));
    assertInstanceOf(Holds.class, certificate.findings().get(Claim.NOTHING_LEFT));
    assertEquals(before, names(shaky));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GROUP_READ", "ACCOUNT_BATCH", "ASSIGN_BULK", "KEY_CREATE", "PLAN_DELETE"})
  void aRunThatIsStoppedCleansUp(Claim last) {
    HostAdapter sound = host("0.1.126");
    List<String> before = names(sound);
    Set<Claim> heard = EnumSet.noneOf(Claim.class);

    Certificate certificate =
        new Certifier(sound, InstantSource.system())
            .certify(vendor(), () -> heard.contains(last), (claim, finding) -> heard.add(claim));

    List<Claim> later =
        Arrays.stream(Claim.values())
            .filter(claim -> claim.compareTo(last) > 0 && claim != Claim.NOTHING_LEFT)
            .toList();
    assertTrue(of(certificate, NotTried.class).containsAll(later), certificate::toString);
    assertInstanceOf(Holds.class, certificate.findings().get(Claim.NOTHING_LEFT));
    assertEquals(before, names(sound));
  }

  @Test
  void whatCannotBeRemovedIsNamed() {
    HostAdapter stubborn = host("0.1.172");
    inject("DELETE /api/v1/admin/channels/*:error-before:always");

    Certificate certificate = certify(stubborn, vendor());

    String left = certificate.findings().get(Claim.NOTHING_LEFT).detail();
    assertTrue(left.contains("channel relay-certify-"), left);
    assertFalse(certificate.holds());
  }

  @Test
  void onAHostThatLacksSomethingNothingIsMade() {
    HostAdapter fork = host("0.1.172");
    inject("* /api/v1/admin/channels*:not-found:always");

    Certificate certificate = certify(fork, vendor());

    assertEquals(Set.of(Claim.PROBE), of(certificate, Differs.class));
    assertEquals(Set.of(Claim.VERSION), of(certificate, Holds.class));
    assertEquals("0.1.172", certificate.version());
    assertEquals(1, fork.groups().require().size());
  }

  @Test
  void leftoversOfAKilledRunAreSweptAndNothingElse() {
    HostAdapter sound = host("0.1.126");
    for (String name : List.of("relay-certify-0123-group", "people's own group")) {
      sound
          .createGroup(
              new ResourceSpec.Group(
                  name, null, Billing.SUBSCRIPTION, BigDecimal.ONE, null, null, null))
          .require();
    }
    for (String name : List.of("relay-certify-0123-user@example.invalid", "bob@example.com")) {
      sound
          .createUser(new NewUser(new UserLogin(name, Secret.of("invented")), "relay-certify-"))
          .require();
    }

    Certifier.Swept swept = new Certifier(sound, InstantSource.system()).sweep();

    assertEquals(new Certifier.Swept(2, List.of()), swept);
    List<String> left = names(sound);
    assertTrue(left.containsAll(List.of("group people's own group", "user bob@example.com")));
    assertTrue(left.stream().noneMatch(name -> name.contains("relay-certify")), left::toString);
  }
}
