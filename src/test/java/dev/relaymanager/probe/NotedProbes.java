package dev.relaymanager.probe;

import dev.relaymanager.apply.KeyVerdict;
import dev.relaymanager.model.Fingerprint;
import dev.relaymanager.model.ResourceKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what probes found, a line each. */
public final class NotedProbes implements ProbeLog {
  public final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void record(ResourceKey resource, Kind kind, String verdict, String detail) {
    lines.add(kind.id() + " " + verdict);
  }

  @Override
  public void keyTried(ResourceKey account, Fingerprint key, KeyVerdict verdict) {
    lines.add("key " + key + " " + verdict.id());
  }
}
