package dev.relaymanager.simulation;

/** Other people who make things of their own on the host. */
final class StrangersDoing {
  private final Dice dice;
  private final Surroundings surroundings;
  private final Strangers strangers;

  StrangersDoing(Dice dice, Surroundings surroundings, Strangers strangers) {
    this.dice = dice;
    this.surroundings = surroundings;
    this.strangers = strangers;
  }

  /** Makes some things. */
  void arrive(Trace trace, int count) {
    for (int i = 0; i < count; i++) {
      trace.event("somebody else makes " + make());
    }
  }

  /** Takes a name that an import may want later; with a group, a channel, or both. */
  void takeName(Trace trace, String name) {
    long group = dice.chance(70) ? group(name) : group("theirs-" + dice.hex(3));
    boolean channel = dice.chance(50);
    if (channel) {
      strangers.make(
          Kind.CHANNELS,
          "channels",
          "{\"name\":\"%s\",\"group_ids\":[%d],\"description\":\"not yours\"}"
              .formatted(name, group));
    }
    trace.event("somebody else takes the name " + name + (channel ? ", also for a channel" : ""));
  }

  private String make() {
    String name = "theirs-" + dice.hex(3);
    long group = group(name);
    return switch (dice.between(1, 4)) {
      case 1 -> {
        strangers.make(
            Kind.ACCOUNTS,
            "accounts",
            """
            {"name":"%s-1","platform":"openai","type":"apikey","concurrency":3,"priority":5,
             "credentials":{"api_key":"sk-good-theirs","base_url":"https://api.deepseek.com"},
             "group_ids":[%d]}"""
                .formatted(name, group));
        yield "group and account " + name;
      }
      case 2 -> {
        long user =
            HostView.all(surroundings.host, "users").stream()
                .map(HostView::id)
                .max(Long::compare)
                .orElseThrow();
        strangers.make(
            Kind.SUBSCRIPTIONS,
            "subscriptions/assign",
            "{\"user_id\":%d,\"group_id\":%d,\"validity_days\":60,\"notes\":\"theirs\"}"
                .formatted(user, group));
        yield "group and subscription " + name;
      }
      case 3 -> {
        strangers.make(
            Kind.PLANS,
            "payment/plans",
            """
            {"group_id":%d,"name":"%s","price":3,"validity_days":30,"validity_unit":"day"}"""
                .formatted(group, name));
        yield "group and plan " + name;
      }
      default -> "group " + name;
    };
  }

  private long group(String name) {
    return strangers.make(
        Kind.GROUPS,
        "groups",
        """
        {"name":"%s","platform":"openai","rate_multiplier":7,"description":"not yours",
         "subscription_type":"subscription"}"""
            .formatted(name));
  }
}
