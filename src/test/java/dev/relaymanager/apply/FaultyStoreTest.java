package dev.relaymanager.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.store.StoreFaults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every statement of an import fails once; every kind of fault at every statement is bench/kill's.
 */
class FaultyStoreTest {
  @TempDir private Path folder;

  @Test
  void whicheverStatementFailsNothingIsSentWithoutAnIntentAndTheNextRunConverges() {
    List<String> wrong = new ArrayList<>();
    StoreFaults.Kind[] kinds = StoreFaults.Kind.values();
    int number = 0;
    boolean befell = true;
    while (befell) {
      number++;
      FaultyStore.Result result =
          FaultyStore.run(
              folder.resolve(String.valueOf(number)), kinds[number % kinds.length], number);
      wrong.addAll(result.wrong());
      befell = result.befell();
    }
    assertEquals(List.of(), wrong);
    assertTrue(number > 60, "only " + number + " statements");
  }
}
