package dev.relaymanager.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * An input that is an answer: a line of words, such as {@code groups 503 7}, and the body. Any
 * bytes are one.
 *
 * @param words those of the first line
 * @param body what comes after it, byte by byte
 */
public record AnswerText(List<String> words, byte[] body) {
  public static AnswerText of(byte[] input) {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    String line = new String(input, 0, end, StandardCharsets.ISO_8859_1);
    return new AnswerText(
        List.of(line.strip().split(" +")),
        Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length));
  }

  public String word(int number) {
    return number < words.size() ? words.get(number) : "";
  }

  /** The status that a word tells; 200 when it tells none that ends an exchange. */
  public int status(int number) {
    return word(number).matches("[2-5][0-9]{2}") ? Integer.parseInt(word(number)) : 200;
  }
}
