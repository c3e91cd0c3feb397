package dev.relaymanager.engine;

import dev.relaymanager.desired.HostDocument;
import dev.relaymanager.host.HostAdapter;
import dev.relaymanager.host.HostReport;

/**
 * A host that answers, was accepted, and can do what is needed.
 *
 * @param document as declared
 * @param adapter to talk to it
 * @param report what it can do
 */
public record ConnectedHost(HostDocument document, HostAdapter adapter, HostReport report) {}
