package dev.relaymanager.seal;

import dev.relaymanager.git.ObjectSweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for keys, in all the forms in which they could have been written down. */
public final class SecretHunt {
  /** So much of a form tells which it may be. */
  private static final int HEAD = 4;

  private final Map<Integer, List<Needle>> needles = new HashMap<>();
  private final boolean[] heads = new boolean[1 << 16];
  private final List<String> hits = new ArrayList<>();

  private record Needle(String name, byte[] bytes) {}

  public SecretHunt(Collection<String> secrets) {
    for (String secret : secrets) {
      forms(secret).forEach((form, text) -> add(secret + " as " + form, text));
    }
  }

  private static Map<String, String> forms(String secret) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("it is", secret);
    forms.put("URL-encoded", URLEncoder.encode(secret, StandardCharsets.UTF_8));
    forms.put("JSON-escaped", secret.replace("/", "\\/"));
    for (int shift = 0; shift < 3; shift++) {
      // Inside a longer text its bytes may begin at any of three places of base64.
      byte[] bytes = ("x".repeat(shift) + secret).getBytes(StandardCharsets.UTF_8);
      int begin = shift == 0 ? 0 : shift + 1;
      String text = Base64.getEncoder().withoutPadding().encodeToString(bytes);
      text = text.substring(begin, text.length() - 2);
      forms.put("base64, shifted by " + shift, text);
      forms.put("base64 for URLs, shifted by " + shift, text.replace('+', '-').replace('/', '_'));
    }
    return forms;
  }

  private void add(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int head = head(bytes, 0);
    heads[head >>> 16] = true;
    needles.computeIfAbsent(head, ignored -> new ArrayList<>()).add(new Needle(name, bytes));
  }

  private static int head(byte[] bytes, int at) {
    int head = 0;
    for (int i = 0; i < HEAD; i++) {
      head = head << 8 | (bytes[at + i] & 0xff);
    }
    return head;
  }

  public void files(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        search(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** All that the repository's branches ever held; on disk it is compressed. */
  public void repository(Path repository) {
    ObjectSweep.of(repository, this::search);
  }

  public void text(String name, String text) {
    search(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void search(String where, byte[] content) {
    for (int at = 0; at <= content.length - HEAD; at++) {
      if (!heads[(content[at] & 0xff) << 8 | (content[at + 1] & 0xff)]) {
        continue;
      }
      for (Needle needle : needles.getOrDefault(head(content, at), List.of())) {
        int end = at + needle.bytes().length;
        if (end <= content.length
            && Arrays.equals(content, at, end, needle.bytes(), 0, needle.bytes().length)) {
          hits.add("a secret, " + needle.name() + ", in " + where);
        }
      }
    }
  }

  public List<String> hits() {
    return List.copyOf(hits);
  }
}
