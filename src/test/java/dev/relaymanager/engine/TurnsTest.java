package dev.relaymanager.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relaymanager.model.Place;
import dev.relaymanager.model.ResourceKey;
import dev.relaymanager.model.ResourceSpec;
import dev.relaymanager.plan.Change;
import dev.relaymanager.plan.Impact;
import dev.relaymanager.plan.ImportPlan;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {
  private static final Turns NEVER_STOPPED = new Turns(() -> false);

  private static ImportPlan making(String name) {
    return part(name, new Change.Create(key(name), group(name), Place.file("a.yaml"), ""));
  }

  private static ImportPlan deleting(String name) {
    return part(name, new Change.Delete(key(name), 7, group(name), Impact.NONE, ""));
  }

  private static ImportPlan part(String name, Change change) {
    return new ImportPlan("prod", name, null, List.of(change), List.of(), List.of(), List.of());
  }

  private static ResourceKey key(String name) {
    return ResourceKey.group("prod", name);
  }

  private static ResourceSpec.Group group(String name) {
    return new ResourceSpec.Group(
        name, null, ResourceSpec.Billing.SUBSCRIPTION, BigDecimal.ONE, null, null, null);
  }

  private static List<ImportPlan> making(int count) {
    return IntStream.range(0, count).mapToObj(number -> making("import-" + number)).toList();
  }

  private static <T> Function<ImportPlan, T> unchecked(Work<T> work) {
    return part -> {
      try {
        return work.of(part);
      } catch (Exception failed) {
        throw new IllegalStateException(failed);
      }
    };
  }

  private interface Work<T> {
    T of(ImportPlan part) throws Exception;
  }

  @Test
  void importsThatOnlyMakeSomethingMeet() {
    CyclicBarrier two = new CyclicBarrier(2);

    List<Integer> met = NEVER_STOPPED.take(making(2), unchecked(part -> two.await()));

    assertEquals(Set.of(0, 1), Set.copyOf(met));
  }

  @Test
  void noMoreThanFourAreUnderWayAtOnce() {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    NEVER_STOPPED.take(
        making(20),
        unchecked(
            part -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              Thread.sleep(5);
              return underWay.decrementAndGet();
            }));

    assertTrue(most.get() <= 4, () -> most + " at once");
  }

  @Test
  void oneThatDeletesIsAloneAndInItsPlace() {
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    List<ImportPlan> parts =
        List.of(making("a"), making("b"), deleting("c"), deleting("d"), making("e"), making("f"));

    NEVER_STOPPED.take(
        parts,
        unchecked(
            part -> {
              log.add("begin " + part.importName());
              Thread.sleep(5);
              log.add("end " + part.importName());
              return "";
            }));

    assertEquals(List.of("begin c", "end c", "begin d", "end d"), log.subList(4, 8));
    assertEquals(Set.of("begin a", "end a", "begin b", "end b"), Set.copyOf(log.subList(0, 4)));
  }

  @Test
  void resultsAreInTheOrderOfThePlanWhateverEndsFirst() {
    CountDownLatch secondEnded = new CountDownLatch(1);

    List<String> results =
        NEVER_STOPPED.take(
            making(3),
            unchecked(
                part -> {
                  if (part.importName().equals("import-0")) {
                    assertTrue(secondEnded.await(30, TimeUnit.SECONDS));
                  } else {
                    secondEnded.countDown();
                  }
                  return part.importName();
                }));

    assertEquals(List.of("import-0", "import-1", "import-2"), results);
  }

  @Test
  void afterAStopNothingBeginsAndWhatIsUnderWayIsKept() {
    AtomicBoolean stop = new AtomicBoolean();
    CyclicBarrier four = new CyclicBarrier(4, () -> stop.set(true));

    List<String> results =
        new Turns(stop::get)
            .take(
                making(9),
                unchecked(
                    part -> {
                      four.await();
                      return part.importName();
                    }));

    assertEquals(List.of("import-0", "import-1", "import-2", "import-3"), results);
  }

  @Test
  void aFailureIsThrownWhenTheOthersHaveEndedAndNothingMoreBegins() {
    CyclicBarrier four = new CyclicBarrier(4);
    Set<String> begun = Collections.synchronizedSet(new TreeSet<>());
    AtomicInteger ended = new AtomicInteger();
    Function<ImportPlan, Integer> work =
        unchecked(
            part -> {
              begun.add(part.importName());
              four.await();
              if (part.importName().equals("import-1")) {
                throw new IOException("the disk is full");
              }
              Thread.sleep(50);
              return ended.incrementAndGet();
            });

    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> NEVER_STOPPED.take(making(9), work));

    assertEquals("the disk is full", thrown.getCause().getMessage());
    assertEquals(3, ended.get());
    assertFalse(begun.contains("import-8"));
  }
}
