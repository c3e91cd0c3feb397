package dev.relaymanager.host.sub2api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;

class JsonTest {
  private static JsonNode answer(String text) {
    return Json.parseAnswer(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":0,\"data\":{\"items\":[{\"id\":7,\"name\":\"ключ\",\"on\":true,\"off\":false}]}}",
        "{\"price\":1.50,\"limit\":0,\"rate\":1e2,\"long\":9007199254740993,\"none\":null}",
        "{\"huge\":123456789012345678901234567890,\"same\":1,\"same\":2,\"in\":[[1],[],{}]}",
        "[]",
        "\"text\"",
        "3",
      })
  void anAnswerReadsAsAnyText(String text) {
    JsonNode expected = Json.parse(text);

    JsonNode found = answer(text);

    assertEquals(expected.toString(), found.toString());
  }

  @Test
  void onlyWhatNobodyReadsIsPassedOver() {
    JsonNode account =
        answer(
                """
                {"data": {"items": [{
                  "groups": [{"id": 1}],
                  "account_groups": [{"group_id": 1, "group": {"id": 1}}],
                  "credentials": {"model_mapping": {"group": "a", "groups": "b"}}
                }]}}
                """)
            .at("/data/items/0");

    assertEquals(
        Json.parse(
            """
            {"account_groups": [{"group_id": 1}],
             "credentials": {"model_mapping": {"group": "a", "groups": "b"}}}
            """),
        account);
  }

  @Test
  void nothingIsMissing() {
    assertTrue(answer(" ").isMissingNode());
  }

  @Test
  void aTextThatBreaksOffSaysSo() {
    assertThrows(UnexpectedEndOfInputException.class, () -> answer("{\"data\":[{\"id\":1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{}x", "<html>", "{\"a\" 1}"})
  void anythingElseIsNoJson(String text) {
    assertThrows(JacksonException.class, () -> answer(text));
  }
}
