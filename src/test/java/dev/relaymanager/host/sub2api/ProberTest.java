package dev.relaymanager.host.sub2api;

import static dev.relaymanager.host.sub2api.ScriptedHost.json;
import static dev.relaymanager.host.sub2api.ScriptedHost.ok;
import static dev.relaymanager.host.sub2api.ScriptedHost.plain;
import static dev.relaymanager.host.sub2api.ScriptedHost.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.host.Capability;
import dev.relaymanager.host.HostFault.Kind;
import dev.relaymanager.host.HostReport;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final String ADMIN = "/api/v1/admin";

  /** A host with every route, as recording 02 shows it. */
  private static ScriptedHost whole(String version) {
    ScriptedHost host = new ScriptedHost(version);
    for (String route :
        List.of(
            "groups",
            "channels",
            "accounts",
            "accounts/batch",
            "accounts/bulk-update",
            "subscriptions/assign",
            "subscriptions/bulk-assign",
            "subscriptions/0/extend")) {
      host.on("POST " + ADMIN + "/" + route, refusal(400, ""));
    }
    for (String route : List.of("groups", "channels", "accounts", "subscriptions", "users")) {
      host.on("GET " + ADMIN + "/" + route + "/0", refusal(404, "NOT_FOUND"))
          .on("PUT " + ADMIN + "/" + route + "/0", refusal(404, "NOT_FOUND"))
          .on("DELETE " + ADMIN + "/" + route + "/0", refusal(404, "NOT_FOUND"));
    }
    String internal = "{\"code\":500,\"message\":\"internal error\"}";
    return host.on("GET " + ADMIN + "/accounts/0/models", refusal(404, ""))
        .on("POST " + ADMIN + "/accounts/0/test", plain(200, "data: {\"type\":\"error\"}\n\n"))
        .on("GET " + ADMIN + "/users/0/api-keys", ok("{\"items\":[]}"))
        .on("GET " + ADMIN + "/usage", ok("{\"items\":[]}"))
        .on("POST " + ADMIN + "/payment/plans", json(500, internal))
        .on("PUT " + ADMIN + "/payment/plans/0", json(500, internal))
        .on("DELETE " + ADMIN + "/payment/plans/0", json(500, internal))
        .on("GET " + ADMIN + "/payment/plans", ok("[]"));
  }

  @Test
  void routesThatRefuseInTheHostsOwnShapeAreThere() {
    try (ScriptedHost host = whole("0.1.126")) {
      HostReport report = host.adapter().probe().require();

      assertEquals(Set.of(), report.missing(), () -> report.findings().toString());
      assertEquals("", report.dialectNote());
      assertTrue(
          report.findings().get(Capability.PLANS).evidence().contains("500"),
          "a validation dressed as 500 is an answer");
    }
  }

  @Test
  void aForkWithAHighNumberLacksWhatItLacks() {
    try (ScriptedHost host = whole("1.8.170")) {
      host.on("GET " + ADMIN + "/channels/0", plain(404, "404 page not found"))
          .on("POST " + ADMIN + "/channels", plain(404, "404 page not found"))
          .on("PUT " + ADMIN + "/channels/0", plain(404, "404 page not found"))
          .on("DELETE " + ADMIN + "/channels/0", plain(404, "404 page not found"))
          .on("POST " + ADMIN + "/accounts/batch", plain(200, "<html>an app</html>"));

      HostReport report = host.adapter().probe().require();

      assertEquals(Set.of(Capability.CHANNELS, Capability.ACCOUNT_BATCH), report.missing());
      assertEquals(
          "POST /api/v1/admin/channels: 404 in no shape of this host;"
              + " GET /api/v1/admin/channels/:id: 404 in no shape of this host;"
              + " PUT /api/v1/admin/channels/:id: 404 in no shape of this host;"
              + " DELETE /api/v1/admin/channels/:id: 404 in no shape of this host",
          report.findings().get(Capability.CHANNELS).evidence());
      assertEquals("0.1.179", report.dialect());
      assertTrue(report.dialectNote().contains("newer"), report::dialectNote);
    }
  }

  @Test
  void aCapabilityNeedsAllOfItsRoutes() {
    try (ScriptedHost host = whole("0.1.126")) {
      host.on("GET " + ADMIN + "/groups/0", plain(404, "404 page not found"));

      HostReport report = host.adapter().probe().require();

      assertEquals(Set.of(Capability.GROUPS), report.missing());
      assertEquals(
          "GET /api/v1/admin/groups/:id: 404 in no shape of this host",
          report.findings().get(Capability.GROUPS).evidence());
    }
  }

  @Test
  void aHostThatLetsNobodyInIsNoHostWithoutCapabilities() {
    try (ScriptedHost host = whole("0.1.172")) {
      host.on(
          "POST " + ADMIN + "/groups", json(423, "{\"code\":\"ADMIN_COMPLIANCE_ACK_REQUIRED\"}"));
      assertEquals(Kind.TERMS_NOT_ACCEPTED, Samples.refused(host.adapter().probe()).kind());

      host.on("POST " + ADMIN + "/groups", json(401, "{\"code\":\"INVALID_ADMIN_KEY\"}"));
      assertEquals(Kind.UNAUTHORIZED, Samples.refused(host.adapter().probe()).kind());
    }
    try (ScriptedHost host = new ScriptedHost("0.1.126", json(403, "{\"code\":\"FORBIDDEN\"}"))) {
      assertEquals(Kind.FORBIDDEN, Samples.refused(host.adapter().probe()).kind());
    }
  }

  @Test
  void whatIsForbiddenAloneIsLackingAndSaysWhy() {
    try (ScriptedHost host = whole("0.1.172")) {
      host.on(
          "POST " + ADMIN + "/accounts/batch",
          json(403, "{\"code\":\"STEP_UP_ADMIN_API_KEY_FORBIDDEN\",\"message\":\"no\"}"));

      HostReport report = host.adapter().probe().require();

      assertEquals(Set.of(Capability.ACCOUNT_BATCH), report.missing());
      String evidence = report.findings().get(Capability.ACCOUNT_BATCH).evidence();
      assertTrue(evidence.contains("step-up"), evidence);
    }
  }

  @Test
  void whatCanBeDoneWithoutMakesNoHostUnsupported() {
    try (ScriptedHost host = whole("0.1.172")) {
      host.on("GET " + ADMIN + "/usage", plain(404, "404 page not found"));

      HostReport report = host.adapter().probe().require();

      assertEquals(Set.of(), report.missing());
      assertFalse(report.has(Capability.USAGE));
    }
  }

  /** Requests to which a host that did what they say would have done nothing. */
  @Test
  void everyRequestOfAProbeIsHarmless() {
    try (ScriptedHost host = whole("0.1.172")) {
      host.adapter().probe().require();

      for (ScriptedHost.Asked asked : host.asked()) {
        boolean harmless =
            switch (asked.method()) {
              case "GET" -> true;
              case "POST" -> asked.body().isEmpty();
              case "PUT" -> asked.body().isEmpty() && asked.path().endsWith("/0");
              case "DELETE" -> asked.path().endsWith("/0");
              default -> false;
            };
        assertTrue(harmless, asked::toString);
      }
    }
  }

  @Test
  void theVersionIsReadAsAdministratorWhereItIsNotPublic() {
    try (ScriptedHost host = new ScriptedHost("unused")) {
      host.on("GET /api/v1/settings/public", plain(404, "404 page not found"))
          .on("GET " + ADMIN + "/system/version", ok("{\"version\":\"0.1.126\"}"));

      assertEquals("0.1.126", host.adapter().version().require());
    }
  }
}
