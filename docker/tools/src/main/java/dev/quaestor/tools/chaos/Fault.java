package dev.quaestor.tools.chaos;

import dev.quaestor.tools.production.Pause;
import dev.quaestor.tools.production.ProductionHouse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** One way in which production breaks, and is mended. */
public enum Fault {
  KILL_FIRST_STARTER("kill -9 of the first starter") {
    @Override
    void strike(ProductionHouse house) {
      house.starterProcess(0).kill();
    }

    @Override
    void mend(ProductionHouse house) {
      house.startStarter(0);
    }
  },
  KILL_FIRST_WORKER("kill -9 of the first worker") {
    @Override
    void strike(ProductionHouse house) {
      house.workerProcess(0).kill();
    }

    @Override
    void mend(ProductionHouse house) {
      house.startWorker(0);
    }
  },
  KILL_TEMPORAL("kill -9 of Temporal") {
    @Override
    void strike(ProductionHouse house) {
      house.temporalProcess().kill();
    }

    @Override
    void mend(ProductionHouse house) {
      house.startTemporal();
    }
  },
  KILL_SECOND_STARTER("kill -9 of the second starter") {
    @Override
    void strike(ProductionHouse house) {
      house.starterProcess(1).kill();
    }

    @Override
    void mend(ProductionHouse house) {
      house.startStarter(1);
    }
  },
  CRASH_POSTGRESQL("crash of PostgreSQL") {
    @Override
    void strike(ProductionHouse house) {
      house.postgresProcess().kill();
    }

    @Override
    void mend(ProductionHouse house) {
      house.startPostgres();
    }
  },
  KILL_SECOND_WORKER("kill -9 of the second worker") {
    @Override
    void strike(ProductionHouse house) {
      house.workerProcess(1).kill();
    }

    @Override
    void mend(ProductionHouse house) {
      house.startWorker(1);
    }
  },
  CUT_BACK_END("cut between the workers and their back end") {
    @Override
    void strike(ProductionHouse house) {
      house.line().cut();
    }

    @Override
    void mend(ProductionHouse house) {
      house.line().mend();
    }
  },
  KILL_BOTH_WORKERS("kill -9 of both workers at once") {
    @Override
    void strike(ProductionHouse house) {
      house.workerProcess(0).kill();
      house.workerProcess(1).kill();
    }

    @Override
    void mend(ProductionHouse house) {
      house.startWorker(0);
      house.startWorker(1);
    }
  },
  KILL_BOTH_STARTERS("kill -9 of both starters at once") {
    @Override
    void strike(ProductionHouse house) {
      house.starterProcess(0).kill();
      house.starterProcess(1).kill();
    }

    @Override
    void mend(ProductionHouse house) {
      house.startStarter(0);
      house.startStarter(1);
    }
  },
  FREEZE_WORKER("one worker frozen, and thawed when its work was given to the other") {
    @Override
    void strike(ProductionHouse house) {
      house.workerProcess(0).freeze();
    }

    @Override
    void mend(ProductionHouse house) {
      house.workerProcess(0).thaw();
    }

    @Override
    Duration lasts() {
      // Longer than a heartbeat may be missing, so that somebody else has begun its work.
      return Duration.ofSeconds(25);
    }
  },
  FILL_LEDGER("full disk of the ledger") {
    @Override
    boolean isPossible(ProductionHouse house) {
      return house.ledgerDisk().isPresent();
    }

    @Override
    String needs() {
      return "it takes root to make a disk that can be filled";
    }

    @Override
    void strike(ProductionHouse house) {
      house.ledgerDisk().orElseThrow().fill();
    }

    @Override
    void mend(ProductionHouse house) {
      house.ledgerDisk().orElseThrow().free();
    }
  },
  FILL_VAULT("full disk of the vault") {
    @Override
    boolean isPossible(ProductionHouse house) {
      return house.vaultDisk().isPresent();
    }

    @Override
    String needs() {
      return "it takes root to make a disk that can be filled";
    }

    @Override
    void strike(ProductionHouse house) {
      house.vaultDisk().orElseThrow().fill();
    }

    @Override
    void mend(ProductionHouse house) {
      house.vaultDisk().orElseThrow().free();
    }
  },
  CLOCK_AHEAD("clocks of one starter and one worker two hours ahead") {
    @Override
    boolean isPossible(ProductionHouse house) {
      return house.clock().canBeStepped();
    }

    @Override
    String needs() {
      return "it takes a C compiler (cc)";
    }

    @Override
    void strike(ProductionHouse house) {
      house.clock().step(Duration.ofHours(2));
    }

    @Override
    void mend(ProductionHouse house) {
      house.clock().step(Duration.ZERO);
    }
  },
  CLOCK_BEHIND("clocks of one starter and one worker two hours behind") {
    @Override
    boolean isPossible(ProductionHouse house) {
      return house.clock().canBeStepped();
    }

    @Override
    String needs() {
      return "it takes a C compiler (cc)";
    }

    @Override
    void strike(ProductionHouse house) {
      house.clock().step(Duration.ofHours(-2));
    }

    @Override
    void mend(ProductionHouse house) {
      house.clock().step(Duration.ZERO);
    }
  };

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /** Whether this machine and this user can bring it about. */
  boolean isPossible(ProductionHouse house) {
    return true;
  }

  /** What it takes where it is not possible, in words. */
  String needs() {
    return "";
  }

  abstract void strike(ProductionHouse house);

  abstract void mend(ProductionHouse house);

  Duration lasts() {
    return Duration.ofSeconds(6);
  }

  /** Breaks it, leaves it broken for as long as it lasts, and mends it. */
  final void happenIn(ProductionHouse house) {
    strike(house);
    try {
      Pause.millis(lasts().toMillis());
    } finally {
      mend(house);
    }
  }

  String words() {
    return words;
  }

  /** As the command line has it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Those of them that can happen here; the others are told, with what they would need. */
  static List<Fault> possible(List<Fault> wanted, ProductionHouse house, Consumer<Fault> left) {
    wanted.stream().filter(f -> !f.isPossible(house)).forEach(left);
    return wanted.stream().filter(f -> f.isPossible(house)).toList();
  }
}
