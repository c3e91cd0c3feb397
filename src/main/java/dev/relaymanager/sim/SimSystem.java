package dev.relaymanager.sim;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Version, health, login, the admin key and the terms (contract.md 1 and 3). */
final class SimSystem {
  private static final int MOST_LOGINS_A_MINUTE = 20;

  private final State state;
  private final Dialect dialect;
  private final Gatekeeper gatekeeper;
  private final Sessions sessions;
  private Instant minute = Instant.EPOCH;
  private int loginsThisMinute;

  SimSystem(State state, Dialect dialect, Gatekeeper gatekeeper, Sessions sessions) {
    this.state = state;
    this.dialect = dialect;
    this.gatekeeper = gatekeeper;
    this.sessions = sessions;
  }

  void addTo(Routes routes) {
    routes.open("GET /health", call -> Reply.json(200, Json.object().put("status", "ok")));
    routes.open("GET /setup/status", call -> setup());
    routes.open("GET /api/v1/settings/public", call -> version());
    routes.open("POST /api/v1/auth/login", this::login);
    routes.open("POST /api/v1/auth/refresh", this::refresh);
    routes.admin("GET /api/v1/admin/system/version", call -> version());
    routes.admin("GET /api/v1/admin/settings/admin-api-key", call -> maskedKey());
    routes.admin("POST /api/v1/admin/settings/admin-api-key/regenerate", call -> newKey());
    if (dialect.terms() == Terms.ASKED) {
      routes.admin("GET /api/v1/admin/compliance", this::terms);
      routes.admin("POST /api/v1/admin/compliance/accept", this::accept);
    }
  }

  private static Reply setup() {
    ObjectNode data = Json.object().put("needs_setup", false).put("step", "completed");
    return Envelope.ok(data);
  }

  private Reply version() {
    return Envelope.ok(Json.object().put("version", dialect.version()));
  }

  private Reply login(Call call) {
    if (tooManyLogins()) {
      ObjectNode body =
          Json.object().put("error", "too many logins").put("message", "wait for the next minute");
      return Reply.json(429, body);
    }
    Body body = call.json();
    String email = body.required("email");
    String password = body.required("password");
    for (UserRow user : state.users.all()) {
      if (user.email.equalsIgnoreCase(email) && user.password.equals(password)) {
        if (!user.active()) {
          throw Reason.USER_NOT_ACTIVE.refuse();
        }
        return opened(user);
      }
    }
    throw Reason.INVALID_CREDENTIALS.refuse();
  }

  private Reply refresh(Call call) {
    UserRow user = sessions.redeem(call.json().required("refresh_token"), state);
    if (user == null) {
      throw Reason.REFRESH_TOKEN_INVALID.refuse();
    }
    return opened(user);
  }

  private Reply opened(UserRow user) {
    Instant now = state.now();
    ObjectNode data =
        Json.object()
            .put("access_token", sessions.open(user, now))
            .put("refresh_token", sessions.openRefresh(user, now))
            .put("expires_in", Sessions.ACCESS.toSeconds())
            .put("token_type", "Bearer");
    data.set("user", user.openView(dialect.habits()));
    return Envelope.ok(data);
  }

  /** A fixed window for everybody, who here all come from one address. */
  private boolean tooManyLogins() {
    Instant now = state.now();
    if (!minute.plus(Duration.ofMinutes(1)).isAfter(now)) {
      minute = now;
      loginsThisMinute = 0;
    }
    loginsThisMinute++;
    return loginsThisMinute > MOST_LOGINS_A_MINUTE;
  }

  private Reply maskedKey() {
    String key = gatekeeper.adminKey();
    String masked =
        key.length() < 15 ? "..." : key.substring(0, 10) + "..." + key.substring(key.length() - 4);
    return Envelope.ok(Json.object().put("exists", true).put("masked_key", masked));
  }

  private Reply newKey() {
    String key = "admin-" + sessions.randomHex(32);
    gatekeeper.replaceAdminKey(key);
    return Envelope.ok(Json.object().put("key", key));
  }

  private Reply terms(Call call) {
    return Envelope.ok(
        Json.object()
            .put("required", !gatekeeper.acceptedTerms(call.user().id))
            .put("version", Terms.VERSION)
            .put("ack_phrase_zh", Terms.PHRASE)
            .put("ack_phrase_en", Terms.PHRASE));
  }

  private Reply accept(Call call) {
    if (!call.json().required("phrase").equals(Terms.PHRASE)) {
      throw Reason.ADMIN_COMPLIANCE_INVALID_PHRASE.refuse();
    }
    gatekeeper.acceptTerms(call.user().id);
    return terms(call);
  }
}
