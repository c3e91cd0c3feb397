package dev.relaymanager.host;

import dev.relaymanager.seal.Secret;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract on a real, throw-away host: {@code RELAY_TEST_HOST_URL} and {@code
 * RELAY_TEST_HOST_ADMIN_KEY} name it. Its vendor is {@code RELAY_TEST_VENDOR_URL} with the keys
 * {@code RELAY_TEST_VENDOR_KEY} and {@code RELAY_TEST_VENDOR_BAD_KEY} and the model {@code
 * RELAY_TEST_VENDOR_MODEL}; without them the stand-in vendor's.
 */
@EnabledIfEnvironmentVariable(named = "RELAY_TEST_HOST_URL", matches = ".+")
@EnabledIfEnvironmentVariable(named = "RELAY_TEST_HOST_ADMIN_KEY", matches = ".+")
class RealHostContractTest extends HostContractTest {
  @Override
  protected Target target() {
    Map<String, String> environment = System.getenv();
    return new Target(
        URI.create(environment.get("RELAY_TEST_HOST_URL")),
        Secret.of(environment.get("RELAY_TEST_HOST_ADMIN_KEY")),
        environment.getOrDefault("RELAY_TEST_VENDOR_URL", "https://api.deepseek.com"),
        Secret.of(environment.getOrDefault("RELAY_TEST_VENDOR_KEY", "sk-good-contract-0001")),
        Secret.of(environment.getOrDefault("RELAY_TEST_VENDOR_BAD_KEY", "sk-bad-contract-0002")),
        environment.getOrDefault("RELAY_TEST_VENDOR_MODEL", "deepseek-chat"));
  }
}
