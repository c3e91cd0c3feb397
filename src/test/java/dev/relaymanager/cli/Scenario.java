package dev.relaymanager.cli;

import dev.relaymanager.model.BatchState;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Work that is killed half-way, and how an operator goes on with it. */
enum Scenario {
  /** A first import, into a state folder that does not exist yet. */
  IMPORT,

  /** Prices, models, limits and days of an import that stands are changed in Git. */
  UPDATE {
    @Override
    void prepare(Scene scene) {
      scene.run("apply --yes").exits(0);
      scene.replace(Scene.IMPORT, "price: 9.90", "price: 12.50");
      scene.replace(
          Scene.IMPORT,
          "onDrift: report",
          """
          onDrift: report
            models: [deepseek-chat, deepseek-flash]
            group: {rateMultiplier: 1.5}
            accounts: {concurrency: 7}
          """
              .strip());
      scene.replace(Scene.GRANT, "days: 30", "days: 45");
      scene.commit("Dearer, with another model");
    }

    @Override
    boolean again(Scene scene, int round) {
      change(scene, Scene.IMPORT, round, "price: 12.50", "price: 14.00");
      change(scene, Scene.IMPORT, round, "deepseek-chat, deepseek-flash", "deepseek-chat");
      change(scene, Scene.IMPORT, round, "rateMultiplier: 1.5", "rateMultiplier: 2.5");
      change(scene, Scene.IMPORT, round, "concurrency: 7", "concurrency: 9");
      change(scene, Scene.GRANT, round, "days: 45", "days: 50");
      scene.commit("Dearer still, or not");
      return true;
    }
  },

  /** One of the keys has another value in Git. */
  ROTATION {
    @Override
    void prepare(Scene scene) {
      scene.run("apply --yes").exits(0);
      again(scene, 1);
    }

    @Override
    boolean again(Scene scene, int round) {
      scene.sealKey("team-a", "sk-good-invented-rotated-" + (isOdd(round) ? "91ab" : "4c2e"));
      scene.commit("A new key for team-a");
      return true;
    }
  },

  /** An import that stands is taken back. */
  ROLLBACK {
    @Override
    void prepare(Scene scene) {
      scene.run("apply --yes").exits(0);
    }

    @Override
    boolean again(Scene scene, int round) {
      scene.commit("Nothing new, but no longer in quarantine");
      prepare(scene);
      return true;
    }

    @Override
    List<String> command(Scene scene) {
      return scene.arguments("rollback --yes", "--batch", newestBatch(scene));
    }

    @Override
    void goOn(Scene scene) {
      takeBack(scene);
    }
  },

  /** A first import, which is taken back after it was killed. */
  ABANDONED {
    @Override
    void goOn(Scene scene) {
      if (scene.batches().isEmpty()) {
        scene.run("apply --yes").exits(0); // it was killed before it had begun
      }
      takeBack(scene);
    }
  },

  /** A strict import with a dead key, which takes itself back. */
  REFUSED {
    @Override
    void prepare(Scene scene) {
      scene.sealKey("team-b", "sk-bad-invented-team-b-d00d");
      scene.commit("A dead key");
    }

    @Override
    void goOn(Scene scene) {
      Ran ran = scene.run("apply --yes");
      if (ran.exit() != 0) {
        ran.exits(1).says("rolled_back"); // the dead key was tried once more
      }
    }
  },

  /** A first import by a daemon, which is killed, started again, and killed when it is at rest. */
  DAEMON {
    @Override
    List<String> command(Scene scene) {
      return scene.arguments("daemon --interval 1h --drift-interval 1h");
    }

    @Override
    boolean ends() {
      return false;
    }
  },

  /** A first import of more accounts than go into two requests; killed at requests only. */
  MANY {
    private static final int ACCOUNTS = 120;

    @Override
    void prepare(Scene scene) {
      scene.sealKey(
          "team-b",
          IntStream.range(1, ACCOUNTS)
              .mapToObj("sk-good-invented-many-%03d"::formatted)
              .collect(Collectors.joining("\n")));
      scene.commit("Many keys");
    }

    @Override
    List<KillPoint.Place> places() {
      return List.of(KillPoint.Place.REQUEST);
    }
  };

  /** Brings a new scene up to the command that is killed. */
  void prepare(Scene scene) {}

  /**
   * Brings a scene in which this was done, gone on with and found in order up to the command once
   * more; false where that takes a new one.
   *
   * @param round the how manieth time this is
   */
  boolean again(Scene scene, int round) {
    return false;
  }

  /** The command that is killed. */
  List<String> command(Scene scene) {
    return scene.arguments("apply --yes");
  }

  /** Where it is killed. */
  List<KillPoint.Place> places() {
    return List.of(KillPoint.Place.values());
  }

  /**
   * Whether the command comes to an end by itself. One that does not is gone on with by starting it
   * again, until it is at rest.
   */
  boolean ends() {
    return true;
  }

  /** Starts it again. Does no harm when the command had come to its end. */
  void goOn(Scene scene) {
    scene.run("apply --yes").exits(0);
  }

  private static void change(Scene scene, String file, int round, String odd, String even) {
    scene.replace(file, isOdd(round) ? even : odd, isOdd(round) ? odd : even);
  }

  private static boolean isOdd(int round) {
    return round % 2 == 1;
  }

  private static String newestBatch(Scene scene) {
    return scene.batches().getFirst().header().id();
  }

  private static void takeBack(Scene scene) {
    Ran ran = scene.run("rollback --yes", "--batch", newestBatch(scene));
    if (scene.batches().getFirst().state() != BatchState.ROLLED_BACK || ran.exit() != 0) {
      ran.exits(1).says("is rolled back already");
    }
  }
}
