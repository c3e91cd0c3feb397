package dev.relaymanager.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.apply.Journal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashTest {
  @TempDir Path folder;

  /** Puts intents on disk from many threads, and says the number of each as soon as it may. */
  static final class Intender {
    public static void main(String[] arguments) {
      StateStore store = StateStore.open(Path.of(arguments[0]), InstantSource.system());
      Journal journal = store.journal();
      journal.openBatch(Samples.batch("b1"));
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      for (int thread = 0; thread < 8; thread++) {
        int first = thread * 1_000_000;
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int number = first; true; number++) {
                    long intent =
                        journal.intend(List.of(Samples.createAccount("b1", number))).get(0);
                    out.println(intent + " " + number);
                  }
                });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 37, 400})
  void whatIntendReturnedSurvivesAKill(int said) throws Exception {
    List<String> promised = new ArrayList<>();
    try (Child child = Child.start(Intender.class, folder.toString())) {
      for (int line = 0; line < said; line++) {
        promised.add(child.line());
      }
      promised.addAll(child.kill());
    }
    // The kill may cut the last line short.
    promised.removeIf(line -> !line.matches("\\d+ \\d+"));
    assertTrue(promised.size() >= said, promised::toString);

    try (StateStore store = StateStore.open(folder, InstantSource.system())) {
      Set<String> kept =
          store.journal().openIntents("prod").stream()
              .map(open -> open.number() + " " + open.intent().key().name().substring(4))
              .collect(Collectors.toSet());
      List<String> lost = promised.stream().filter(line -> !kept.contains(line)).toList();
      assertEquals(List.of(), lost.subList(0, Math.min(lost.size(), 1)));
      assertTrue(kept.size() <= promised.size() + 8 + 1, "one a thread was under way at most");
    }
  }
}
