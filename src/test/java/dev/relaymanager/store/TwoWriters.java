package dev.relaymanager.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Two processes that start to write at the same moment, again and again. */
public final class TwoWriters {
  private static final String GO = "go";
  private static final String END = "end";
  private static final String ACQUIRED = "acquired";
  private static final String CLOSED = "closed";

  private TwoWriters() {}

  /**
   * What came of it.
   *
   * @param both how often both were let in
   * @param none how often neither was
   */
  public record Result(int rounds, int both, int none) {}

  /** Lets both start so many times, each time with a store opened anew. */
  public static Result run(Path folder, int rounds) throws IOException, InterruptedException {
    int both = 0;
    int none = 0;
    try (Child left = Child.start(Starter.class, folder.toString());
        Child right = Child.start(Starter.class, folder.toString())) {
      for (int round = 0; round < rounds; round++) {
        left.tell(GO);
        right.tell(GO);
        // Whoever was let in keeps the lease until both have said how they fared.
        boolean leftIsIn = left.line().equals(ACQUIRED);
        boolean rightIsIn = right.line().equals(ACQUIRED);
        both += leftIsIn && rightIsIn ? 1 : 0;
        none += leftIsIn || rightIsIn ? 0 : 1;
        left.tell(END);
        right.tell(END);
        expect(CLOSED, left.line());
        expect(CLOSED, right.line());
      }
    }
    return new Result(rounds, both, none);
  }

  private static void expect(String wanted, String said) {
    if (!said.equals(wanted)) {
      throw new IllegalStateException("in place of " + wanted + ": " + said);
    }
  }

  /** Starts and ends when it is told to. */
  static final class Starter {
    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (GO.equals(in.readLine())) {
        try (StateStore store = StateStore.open(folder, InstantSource.system())) {
          Lease.Claim claim = store.lease().acquire("starter", Duration.ofMinutes(5));
          out.println(claim instanceof Lease.Claim.Acquired ? ACQUIRED : "held");
          expect(END, in.readLine());
          if (claim instanceof Lease.Claim.Acquired acquired) {
            store.lease().release(acquired.fencing());
          }
        }
        out.println(CLOSED);
      }
    }
  }
}
