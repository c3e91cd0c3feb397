package dev.relaymanager.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Tries every usual way in which a value shows itself. */
class SecretTest {
  private static final String CANARY = "sk-canary-4f1d2e\"7%/9\u00e9";

  private final Secret secret = Secret.of(CANARY);

  record Holder(String name, Secret key) {}

  record SerializableHolder(Secret key) implements Serializable {}

  private static void assertHidden(String shown) {
    List<String> forms = new ArrayList<>();
    forms.add(CANARY);
    forms.add("canary");
    forms.add(Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8)));
    for (String form : forms) {
      assertFalse(shown.contains(form), shown);
    }
  }

  @Test
  void textOfItAndOfWhateverHoldsItHidesIt() {
    assertEquals("(secret)", secret.toString());
    assertHidden(String.format("%s %S %15.12s", secret, secret, secret));
    assertHidden("" + secret + List.of(secret) + Map.of("key", secret) + Optional.of(secret));
    assertHidden(new Holder("a", secret).toString());
    assertHidden(new OpenedKeys(List.of(secret), nothing(), List.of()).toString());
    assertHidden(new Unsealed(null, keys(), place()).toString());
  }

  @Test
  void jsonHidesItHoweverTheMapperIsSet() {
    assertEquals("\"(secret)\"", JsonMapper.shared().writeValueAsString(secret));
    JsonMapper curious =
        JsonMapper.builder()
            .changeDefaultVisibility(
                checker ->
                    checker.withVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY))
            .build();
    assertEquals(
        "{\"name\":\"a\",\"key\":\"(secret)\"}",
        curious.writeValueAsString(new Holder("a", secret)));
    assertHidden(curious.writeValueAsString(Map.of("keys", List.of(secret))));
  }

  @Test
  void javaSerialisationRefusesIt() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      assertThrows(NotSerializableException.class, () -> out.writeObject(secret));
      assertThrows(
          NotSerializableException.class, () -> out.writeObject(new SerializableHolder(secret)));
    }
    assertHidden(bytes.toString(StandardCharsets.ISO_8859_1));
  }

  @Test
  void exceptionsHideIt() {
    secret.close();
    StringWriter trace = new StringWriter();
    assertThrows(IllegalStateException.class, () -> secret.reveal(text -> text))
        .printStackTrace(new PrintWriter(trace));
    assertThrows(IllegalStateException.class, secret::mask).printStackTrace(new PrintWriter(trace));
    assertHidden(trace.toString());
  }

  @Test
  void theMaskOfAShortSecretShowsNothing() {
    assertEquals("…", Secret.of("sk-12345678").mask());
    assertEquals("sk…89", Secret.of("sk-123456789").mask());
  }

  @Test
  void aClosedSecretIsGone() {
    Secret other = Secret.of(CANARY);
    assertEquals(secret, other);
    other.close();
    assertNotEquals(secret, other);
    assertNotEquals(other, secret);
    assertEquals(other, other);
    assertThrows(IllegalStateException.class, () -> other.revealBytes(bytes -> bytes.length));
  }

  @Test
  void bytesHandedOutAreClearedAndCopied() {
    byte[] kept = secret.revealBytes(bytes -> bytes);
    for (byte value : kept) {
      assertEquals(0, value);
    }
    assertEquals(CANARY, secret.<String>reveal(text -> text));
  }

  /** The hash is constant, and comparing goes through the one method that takes constant time. */
  @Test
  void comparingTellsNothing() throws IOException {
    assertEquals(secret.hashCode(), Secret.of("another").hashCode());
    assertNotEquals(secret, Secret.of("another"));
    Path source = Path.of("src/main/java/dev/relaymanager/seal/Secret.java");
    String text = Files.readString(source);
    assertEquals(2, text.split("MessageDigest\\.isEqual", -1).length);
    assertFalse(text.contains("Arrays.equals"));
  }

  /** A public field, or a method that gives the content away, would be a new way out. */
  @Test
  void onlyTheTwoRevealMethodsReturnWhatTheCallerMakesOfIt() {
    assertEquals(0, Secret.class.getFields().length);
    List<String> outlets = new ArrayList<>();
    for (java.lang.reflect.Method method : Secret.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())) {
        outlets.add(method.getName());
      }
    }
    assertEquals(
        List.of(
            "close", "equals", "hashCode", "isEmpty", "mask", "reveal", "revealBytes", "toString"),
        outlets.stream().sorted().toList());
  }

  private static OpenedKeys.Dropped nothing() {
    return new OpenedKeys.Dropped(0, 0, 0, 0);
  }

  private OpenedKeys keys() {
    return new OpenedKeys(List.of(secret), nothing(), List.of());
  }

  private static dev.relaymanager.model.Place place() {
    return dev.relaymanager.model.Place.file("keys/a.age");
  }
}
