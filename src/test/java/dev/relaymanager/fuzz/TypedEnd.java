package dev.relaymanager.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.relaymanager.model.EnvironmentException;
import dev.relaymanager.model.InvalidInputException;
import dev.relaymanager.model.Problem;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;

/**
 * How whatever is made of any bytes may end: well, or in a failure that the program explains, and
 * in little memory. All else that is thrown is a finding. How long it may take, a test says by
 * {@code @Timeout}.
 */
public final class TypedEnd {
  /** What looks like a key wherever it stands. */
  public static final String KEY = "sk-0123456789abcdef";

  /** Far more than the largest kept input needs, and less than one number spelt out at length. */
  private static final long MOST_BYTES = 256L << 20;

  private static final int MOST_PROBLEMS = 5_000;

  private TypedEnd() {}

  /**
   * Reads, and looks at how that ended.
   *
   * @param reading does the same when it is run again
   */
  public static void of(Runnable reading) {
    of(reading, problem -> {});
  }

  /** The same where keys are given: a refusal never repeats {@link #KEY}. */
  public static void hidingKey(Runnable reading) {
    of(reading, text -> assertFalse(text.contains(KEY), text));
  }

  private static void of(Runnable reading, Consumer<String> check) {
    if (allocatedBy(reading, check) >= MOST_BYTES) {
      // The first time it loads classes, which an agent may rewrite.
      long allocated = allocatedBy(reading, check);
      assertTrue(allocated < MOST_BYTES, () -> allocated + " bytes were allocated");
    }
  }

  private static long allocatedBy(Runnable reading, Consumer<String> check) {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();
    try {
      reading.run();
    } catch (InvalidInputException refused) {
      assertTrue(refused.problems().size() < MOST_PROBLEMS, () -> "problems of " + refused);
      for (Problem problem : refused.problems()) {
        assertFalse(problem.code().isBlank() || problem.message().isBlank(), problem::toString);
        check.accept(problem.toString());
      }
    } catch (EnvironmentException failed) {
      assertFalse(failed.explanation().isBlank(), failed::toString);
      check.accept(failed.explanation());
    }
    return memory.getCurrentThreadAllocatedBytes() - before;
  }
}
