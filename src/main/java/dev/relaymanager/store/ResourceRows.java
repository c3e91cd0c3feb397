package dev.relaymanager.store;

import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceType;
import dev.relaymanager.observed.RecordedResource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns rows of one query into resources. There may be fifty thousand of them, of few hosts,
 * imports, batches and times: such values are made once and shared.
 */
final class ResourceRows {
  /**
   * In the order in which {@link #read} takes them; by number, for names are looked up each time.
   */
  static final String COLUMNS =
      "host, import_name, type, name, host_id, spec, batch_id, key_mask, recorded_at";

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, ResourceType> types = new HashMap<>();
  private final Map<String, Instant> times = new HashMap<>();

  RecordedResource read(ResultSet row) throws SQLException {
    ResourceKey key =
        new ResourceKey(
            shared(row.getString(1)),
            shared(row.getString(2)),
            types.computeIfAbsent(row.getString(3), ResourceType::ofId),
            row.getString(4));
    return new RecordedResource(
        key,
        row.getLong(5),
        SpecJson.read(row.getString(6), key),
        shared(row.getString(7)),
        row.getString(8),
        times.computeIfAbsent(row.getString(9), Instant::parse));
  }

  private String shared(String text) {
    return texts.computeIfAbsent(text, same -> same);
  }
}
