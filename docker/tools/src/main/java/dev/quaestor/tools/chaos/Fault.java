package dev.quaestor.tools.chaos;

import dev.quaestor.tools.production.Pause;
import dev.quaestor.tools.production.ProductionHouse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** One way in which production breaks, and is mended. */
public enum Fault {
  KILL_FIRST_STARTER(
      "kill -9 of the first starter", h -> h.starterProcess(0).kill(), h -> h.startStarter(0)),
  KILL_FIRST_WORKER(
      "kill -9 of the first worker", h -> h.workerProcess(0).kill(), h -> h.startWorker(0)),
  KILL_TEMPORAL(
      "kill -9 of Temporal", h -> h.temporalProcess().kill(), ProductionHouse::startTemporal),
  KILL_SECOND_STARTER(
      "kill -9 of the second starter", h -> h.starterProcess(1).kill(), h -> h.startStarter(1)),
  CRASH_POSTGRESQL(
      "crash of PostgreSQL", h -> h.postgresProcess().kill(), ProductionHouse::startPostgres),
  KILL_SECOND_WORKER(
      "kill -9 of the second worker", h -> h.workerProcess(1).kill(), h -> h.startWorker(1)),
  CUT_BACK_END(
      "cut between the workers and their back end", h -> h.line().cut(), h -> h.line().mend()),
  KILL_BOTH_WORKERS(
      "kill -9 of both workers at once",
      KILL_FIRST_WORKER.strike.andThen(KILL_SECOND_WORKER.strike),
      KILL_FIRST_WORKER.mend.andThen(KILL_SECOND_WORKER.mend)),
  KILL_BOTH_STARTERS(
      "kill -9 of both starters at once",
      KILL_FIRST_STARTER.strike.andThen(KILL_SECOND_STARTER.strike),
      KILL_FIRST_STARTER.mend.andThen(KILL_SECOND_STARTER.mend)),
  FREEZE_WORKER(
      "one worker frozen, and thawed when its work was given to the other",
      h -> h.workerProcess(0).freeze(),
      h -> h.workerProcess(0).thaw()) {
    @Override
    Duration lasts() {
      // Longer than a heartbeat may be missing, so that another has begun its work.
      return Duration.ofSeconds(25);
    }
  },
  FILL_LEDGER(
      "full disk of the ledger",
      Need.SMALL_DISK,
      h -> h.ledgerDisk().orElseThrow().fill(),
      h -> h.ledgerDisk().orElseThrow().free()),
  FILL_VAULT(
      "full disk of the vault",
      Need.SMALL_DISK,
      h -> h.vaultDisk().orElseThrow().fill(),
      h -> h.vaultDisk().orElseThrow().free()),
  CLOCK_AHEAD(
      "clocks of one starter and one worker two hours ahead",
      Need.STEPPED_CLOCK,
      h -> h.clock().step(Duration.ofHours(2)),
      h -> h.clock().step(Duration.ZERO)),
  CLOCK_BEHIND(
      "clocks of one starter and one worker two hours behind",
      Need.STEPPED_CLOCK,
      h -> h.clock().step(Duration.ofHours(-2)),
      h -> h.clock().step(Duration.ZERO));

  /** What it takes of this machine and this user. */
  private enum Need {
    NOTHING(""),
    SMALL_DISK("it takes root to make a disk that can be filled"),
    STEPPED_CLOCK("it takes a C compiler (cc)");

    private final String words;

    Need(String words) {
      this.words = words;
    }
  }

  private final String words;
  private final Need need;
  private final Consumer<ProductionHouse> strike;
  private final Consumer<ProductionHouse> mend;

  Fault(String words, Consumer<ProductionHouse> strike, Consumer<ProductionHouse> mend) {
    this(words, Need.NOTHING, strike, mend);
  }

  Fault(String words, Need need, Consumer<ProductionHouse> strike, Consumer<ProductionHouse> mend) {
    this.words = words;
    this.need = need;
    this.strike = strike;
    this.mend = mend;
  }

  private boolean isPossible(ProductionHouse house) {
    return switch (need) {
      case NOTHING -> true;
      case SMALL_DISK -> house.ledgerDisk().isPresent() && house.vaultDisk().isPresent();
      case STEPPED_CLOCK -> house.clock().canBeStepped();
    };
  }

  /** What it takes where it is not possible, in words. */
  String needs() {
    return need.words;
  }

  Duration lasts() {
    return Duration.ofSeconds(6);
  }

  /** Breaks it, leaves it broken for as long as it lasts, and mends it. */
  void happenIn(ProductionHouse house) {
    strike.accept(house);
    try {
      Pause.millis(lasts().toMillis());
    } finally {
      mend.accept(house);
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
