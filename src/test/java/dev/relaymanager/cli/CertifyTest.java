package dev.relaymanager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.certify.Claim;
import dev.relaymanager.sim.FaultRule;
import dev.relaymanager.sim.SimulatedHost;
import dev.relaymanager.sim.SimulatedHostOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code relayctl host certify}, as somebody meets it who has to trust a new version. */
final class CertifyTest {
  private static final String VENDOR_KEY = "sk-good-certify-invented-31c7";

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text + "\n");
    return file;
  }

  private List<String> byAddress(SimulatedHost host, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "host",
                "certify",
                "--url",
                host.url(),
                "--admin-key-file",
                file("admin-key", host.adminKey()).toString(),
                "--state",
                folder.resolve("state").toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static Ran run(List<String> arguments) {
    return Ran.of(arguments.toArray(String[]::new));
  }

  @Test
  void aTestHostOfTheRepositoryIsCertifiedWithAVendor() throws IOException {
    try (Scene scene = Scene.in(folder)) {
      scene.replace(Scene.HOST, "spec:\n", "spec:\n  testHost: true\n");
      scene.commit("A test host");
      List<String> before = Holdings.of(scene.host);

      Ran ran =
          scene.run(
              "host certify prod --vendor-url https://api.deepseek.com --vendor-model deepseek-chat",
              "--vendor-key-file",
              file("vendor-key", VENDOR_KEY).toString());

      ran.exits(0)
          .says(
              "%d of %d claims hold, 0 differ, 0 not tried."
                  .formatted(Claim.values().length, Claim.values().length),
              "host prod  sub2api 0.1.126",
              "(inconclusive: hosts before 0.1.130")
          .saysNot(VENDOR_KEY, scene.host.adminKey());
      assertEquals(before, Holdings.of(scene.host));
    }
  }

  @Test
  void aHostThatIsNoTestHostIsLeftAlone() throws IOException {
    try (Scene scene = Scene.in(folder)) {
      scene.run("host certify prod").exits(3).complains("spec.testHost: true", "--i-know");
      assertEquals(0, scene.host.requests().size());
    }
    try (SimulatedHost host = SimulatedHost.start(SimulatedHostOptions.of("0.1.172"))) {
      run(byAddress(host)).exits(3).complains("--i-know");
      assertEquals(0, host.requests().size());
    }
  }

  @Test
  void aHostInNoRepositoryIsCertifiedByItsAddressAndNothingIsKeptOfIt() throws IOException {
    try (SimulatedHost host = SimulatedHost.start(SimulatedHostOptions.of("0.1.172"))) {
      JsonNode document =
          run(byAddress(host, "--i-know", "--output", "json", "-q")).exits(0).json();

      assertEquals("0.1.172", document.path("version").stringValue());
      assertFalse(document.path("vendor_answered").booleanValue());
      assertEquals(0, document.path("summary").path("differs").intValue());
      assertEquals(
          "chat, served_by",
          StreamSupport.stream(document.path("claims").spliterator(), false)
              .filter(claim -> claim.path("result").stringValue().equals("not_tried"))
              .map(claim -> claim.path("id").stringValue())
              .collect(Collectors.joining(", ")));
      assertFalse(Files.exists(folder.resolve("state")));
      assertFalse(document.toString().contains(host.url()), "it can be published");
    }
  }

  @Test
  void whatDiffersIsSaidAndFails() throws IOException {
    try (SimulatedHost host = SimulatedHost.start(SimulatedHostOptions.of("0.1.126"))) {
      host.inject(FaultRule.parse("GET /api/v1/admin/accounts/*/models:html:at=2"));

      run(byAddress(host, "--i-know"))
          .exits(1)
          .says("FAIL list the models of an account", "expected JSON, found an HTML page");
    }
  }

  @Test
  void certificatesOfSeveralVersionsMakeOnePage() throws IOException {
    Path docs = folder.resolve("docs");
    for (String version : List.of("0.1.172", "0.1.126", "0.1.130")) {
      try (SimulatedHost host = SimulatedHost.start(SimulatedHostOptions.of(version))) {
        run(byAddress(host, "--i-know", "-q", "--record", docs.toString())).exits(0);
      }
    }

    String page = Files.readString(docs.resolve("support-matrix.md"));
    assertTrue(
        page.contains("| what is done | what comes of it | 0.1.126 | 0.1.130 | 0.1.172 |"), page);
    assertTrue(page.contains("| create a group | it is as asked for | yes | yes | yes |"), page);
    assertTrue(page.contains("| chat as the user | the model answers | not tried |"), page);
    assertTrue(page.contains("- 0.1.126, chat as the user: no vendor's key was given"), page);

    file("docs/support-matrix/9.9.9.json", "{}");
    try (SimulatedHost host = SimulatedHost.start(SimulatedHostOptions.of("0.1.126"))) {
      run(byAddress(host, "--i-know", "-q", "--record", docs.toString()))
          .exits(1)
          .complains("9.9.9.json", "this is no certificate of a host");
    }
  }

  @Test
  void leftoversOfAKilledRunAreDeletedOnRequest() throws IOException {
    try (SimulatedHost host = SimulatedHost.start(SimulatedHostOptions.of("0.1.126"))) {
      String body = "{\"name\":\"%s\",\"rate_multiplier\":1}";
      host.backDoor()
          .byHand("POST", "/api/v1/admin/groups", body.formatted("relay-certify-0a-group"));
      host.backDoor().byHand("POST", "/api/v1/admin/groups", body.formatted("a group of people"));

      run(byAddress(host, "--i-know", "--clean")).exits(0).says("deleted 1 leftover(s)");

      List<String> left = Holdings.of(host);
      assertTrue(left.stream().anyMatch(one -> one.endsWith("a group of people")));
      assertTrue(left.stream().noneMatch(one -> one.contains("relay-certify")), left::toString);
    }
  }

  @Test
  void whatIsAskedWronglyIsExplainedAndNothingIsSent() throws IOException {
    run(List.of("host", "certify")).exits(1).complains("NAME of a Host document", "--url");
    run(List.of("host", "certify", "--url", "http://sub2api.example.com"))
        .exits(64)
        .complains("--admin-key-file");
    String key = file("key", "admin-invented").toString();
    run(List.of(
            "host",
            "certify",
            "--i-know",
            "--url",
            "http://sub2api.example.com",
            "--admin-key-file",
            key))
        .exits(1)
        .complains("not https");
    run(List.of(
            "host",
            "certify",
            "--i-know",
            "--url",
            "https://sub2api.example.com",
            "--admin-key-file",
            folder.resolve("absent").toString()))
        .exits(1)
        .complains("absent");
  }
}
