package dev.relaymanager.plan;

import java.time.Instant;

/**
 * What a plan depends on besides the three states.
 *
 * @param installation which manager this is; tells our marks from those of another one
 * @param now the time of the plan: what has ended by then is not made anew
 */
public record PlanContext(String installation, Instant now) {}
