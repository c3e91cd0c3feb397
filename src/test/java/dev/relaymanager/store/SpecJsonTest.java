package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.Protocol;
import dev.relaymanager.model.Reference;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SpecJsonTest {
  static Stream<ResourceSpec> full() {
    return Stream.of(
        new ResourceSpec.Group(
            "g",
            "text",
            ResourceSpec.Billing.STANDARD,
            new BigDecimal("1.250"),
            BigDecimal.ZERO,
            new BigDecimal("1E+3"),
            new BigDecimal("0.1")),
        Samples.channel(),
        Samples.plan(),
        new ResourceSpec.Account(
            "a",
            List.of(new Reference.To(ResourceKey.account("prod/1", "x/y", "ann/b@c"))),
            "https://x.example",
            Map.of(),
            0,
            -1,
            new BigDecimal("0.5"),
            Protocol.RESPONSES,
            Samples.fingerprint(9)),
        Samples.subscription(),
        new ResourceSpec.ProbeUser("deepseek@probe.invalid", BigDecimal.ONE),
        new ResourceSpec.ProbeKey(
            "relay-probe",
            new Reference.To(ResourceKey.probeUser("prod", "deepseek")),
            new Reference.Id(7)));
  }

  /** For every nullable component of every kind of spec, one spec in which it is null. */
  static Stream<ResourceSpec> withNulls() throws ReflectiveOperationException {
    List<ResourceSpec> all = new ArrayList<>();
    for (ResourceSpec spec : full().toList()) {
      RecordComponent[] components = spec.getClass().getRecordComponents();
      for (int empty = 0; empty < components.length; empty++) {
        if (!components[empty].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          continue;
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = i == empty ? null : components[i].getAccessor().invoke(spec);
        }
        all.add(
            (ResourceSpec)
                spec.getClass()
                    .getDeclaredConstructor(
                        Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource({"full", "withNulls"})
  void aSpecComesBackAsItWas(ResourceSpec spec) {
    assertEquals(spec, SpecJson.read(SpecJson.write(spec), "x"));
  }

  @Test
  void everyKindOfSpecIsAmongTheSamples() throws ReflectiveOperationException {
    Set<Class<?>> seen = new HashSet<>(full().map(Object::getClass).toList());
    for (Class<?> kind : ResourceSpec.class.getPermittedSubclasses()) {
      assertTrue(seen.contains(kind), kind::getName);
    }
    assertEquals(12, withNulls().count(), "nullable components of all kinds");
  }

  @ParameterizedTest
  @MethodSource("full")
  void aFieldTooManyOrTooFewIsRefusedByName(ResourceSpec spec) {
    String json = SpecJson.write(spec);
    ObjectNode more = (ObjectNode) JsonText.MAPPER.readTree(json);
    more.put("surprise", 1);
    String message = refusal(more.toString());
    assertTrue(message.contains("surprise"), message);
    assertTrue(message.contains("prod/Group/deepseek"), message);

    for (String field : JsonText.MAPPER.readTree(json).propertyNames()) {
      ObjectNode less = (ObjectNode) JsonText.MAPPER.readTree(json);
      less.remove(field);
      assertTrue(refusal(less.toString()).contains("field " + field + " is missing"));
      ObjectNode other = (ObjectNode) JsonText.MAPPER.readTree(json);
      other.putArray(field).add(true);
      assertFalse(refusal(other.toString()).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"type\":\"planet\",\"name\":\"x\"}",
        "{\"type\":\"plan\",\"name\":\"p\",\"description\":null,\"group\":{\"id\":7,\"to\":1},"
            + "\"price\":\"1\",\"days\":1,\"forSale\":true}",
        "{\"type\":\"plan\",\"name\":\"p\",\"description\":null,\"group\":{\"id\":7},"
            + "\"price\":\"one\",\"days\":1,\"forSale\":true}",
        "{\"type\":\"plan\",\"name\":\"p\",\"description\":null,\"group\":{\"id\":7},"
            + "\"price\":\"1\",\"days\":1.5,\"forSale\":true}",
        "{\"type\":\"subscription\",\"name\":\"p\",\"group\":{\"id\":7},\"days\":null,"
            + "\"expiresAt\":\"tomorrow\"}"
      })
  void whatIsNoSpecIsRefusedWithAWayOut(String json) {
    assertTrue(refusal(json).contains("spec.adopt: true"));
  }

  private static String refusal(String json) {
    return assertThrows(
            EnvironmentException.class,
            () -> SpecJson.read(json, ResourceKey.group("prod", "deepseek")))
        .getMessage();
  }
}
