package dev.relaymanager.sim;

import java.time.Clock;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;

/** The parts of one host, put together. */
record Core(Dispatcher dispatcher, Gatekeeper gatekeeper, ResponsesProbe probe, BackDoor backDoor) {

  static Core of(
      SimulatedHostOptions options, Dialect dialect, SimulatedVendor vendor, Clock clock) {
    State state = new State(clock);
    Sessions sessions = new Sessions();
    Gatekeeper gatekeeper = new Gatekeeper(state, dialect, sessions, options.adminKey());
    Habits habits = dialect.habits();
    Upstream upstream =
        new Upstream(vendor, habits, options.vendor().hosts(), options.vendor().addresses());
    ResponsesProbe probe = new ResponsesProbe(state, habits, upstream, options.probeDelay());
    AccountHealth health = new AccountHealth(state, habits);
    Idempotency idempotency = new Idempotency(state);

    Routes routes = new Routes();
    new SimSystem(state, dialect, gatekeeper, sessions).addTo(routes);
    new SimGroups(state, dialect).addTo(routes);
    new SimChannels(state, dialect).addTo(routes);
    new SimPlans(state, dialect).addTo(routes);
    new SimAccounts(state, dialect, idempotency, probe).addTo(routes);
    new SimAccountTests(state, dialect, upstream, health).addTo(routes);
    new SimSubscriptions(state, dialect, idempotency).addTo(routes);
    new SimUsage(state).addTo(routes);
    new SimUsers(state, dialect, idempotency).addTo(routes);
    new SimSelfService(state, dialect, idempotency, sessions).addTo(routes);
    new SimGateway(state, dialect, upstream, health).addTo(routes);
    new SimGatewayModels(state, dialect, options.modelListKept()).addTo(routes);

    state.change(() -> fillFresh(state));
    if (options.termsAccepted()) {
      gatekeeper.acceptTerms(1);
    }
    Dispatcher dispatcher = new Dispatcher(state, routes, gatekeeper, clock);
    return new Core(
        dispatcher, gatekeeper, probe, new BackDoor(state, dispatcher, sessions, habits));
  }

  /** What the real host has after its setup. */
  private static void fillFresh(State state) {
    Instant now = state.now();
    GroupRow group = new GroupRow(state.groups.nextId(), "default", now);
    group.set("description", Json.NODES.stringNode("Default group"));
    ArrayNode scopes = Json.array().add("claude").add("gemini_text").add("gemini_image");
    group.set("supported_model_scopes", scopes);
    group.sortOrder = 1;
    state.groups.add(group);
    UserRow admin =
        new UserRow(
            state.users.nextId(), SimulatedHost.ADMIN_EMAIL, SimulatedHost.ADMIN_PASSWORD, now);
    admin.role = "admin";
    admin.concurrency = 5;
    admin.lastActive = now;
    state.users.add(admin);
  }
}
