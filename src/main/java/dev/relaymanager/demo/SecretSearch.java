package dev.relaymanager.demo;

import dev.relaymanager.git.ObjectSweep;
import dev.relaymanager.model.EnvironmentException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for secrets, in the forms in which they could have been written down. */
final class SecretSearch {
  private final Map<String, byte[]> needles = new LinkedHashMap<>();
  private final List<String> hits = new ArrayList<>();
  private int files;
  private int blobs;
  private long bytes;

  /** Searches for these, by what they are: raw, in base64 and URL-encoded. */
  SecretSearch(Map<String, String> secrets) {
    secrets.forEach(
        (name, secret) -> {
          byte[] raw = secret.getBytes(StandardCharsets.UTF_8);
          needles.put(name, raw);
          needles.put(name + ", base64", Base64.getEncoder().withoutPadding().encode(raw));
          String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
          if (!url.equals(secret)) {
            needles.put(name + ", URL-encoded", url.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  /** Every file below a folder. */
  void files(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
        search(file.toString(), Files.readAllBytes(file));
        files++;
      }
    } catch (IOException failed) {
      throw new EnvironmentException("searching " + folder + ": " + failed, failed);
    }
  }

  /** Every file and message of every commit on every branch; on disk they are compressed. */
  void repository(Path repository) {
    ObjectSweep.of(
        repository,
        (name, content) -> {
          search(name, content);
          blobs++;
        });
  }

  /** Some text, such as everything that was printed. */
  void text(String name, String text) {
    search(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void search(String where, byte[] content) {
    bytes += content.length;
    needles.forEach(
        (name, needle) -> {
          if (contains(content, needle)) {
            hits.add(name + " in " + where);
          }
        });
  }

  List<String> hits() {
    return List.copyOf(hits);
  }

  /** How much was looked through. */
  String extent() {
    return "%d forms of secrets in %d files, %d Git blobs and everything printed, %d KiB"
        .formatted(needles.size(), files, blobs, bytes / 1024);
  }

  private static boolean contains(byte[] content, byte[] needle) {
    outer:
    for (int from = 0; from <= content.length - needle.length; from++) {
      for (int i = 0; i < needle.length; i++) {
        if (content[from + i] != needle[i]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }
}
