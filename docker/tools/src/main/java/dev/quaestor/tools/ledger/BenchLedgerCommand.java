package dev.quaestor.tools.ledger;

import dev.quaestor.standalone.Home;
import dev.quaestor.standalone.temporal.TemporalChoice;
import dev.quaestor.standalone.temporal.Temporals;
import dev.quaestor.starter.StarterApplication;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.tools.production.Postgres;
import dev.quaestor.tools.production.Programs;
import dev.quaestor.wire.QuaestorJson;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quaestor bench ledger}: what people wait for with a full ledger. */
@Command(
    name = "ledger",
    description = {
      "Measure lists, filters and pages on a ledger of a million actions.",
      "It fills a PostgreSQL with hundreds of thousands of cases, and asks through the API, so many",
      "calls at a time, while cases are recorded.",
      "A database that is named must be empty, or filled by this command before.",
      "Writes .quaestor/ledger.json."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchLedgerCommand implements Callable<Integer> {
  private static final int LEAST_CASES = 100;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--database",
      paramLabel = "JDBC-URL",
      description = {
        "As jdbc:postgresql://127.0.0.1/bench?user=quaestor.",
        "Default: a PostgreSQL that is started for this, and gone afterwards."
      })
  private @Nullable String database;

  @Option(
      names = "--cases",
      paramLabel = "N",
      defaultValue = "300000",
      description =
          "Each with two or three pieces of evidence and three or four actions; default:"
              + " ${DEFAULT-VALUE}.")
  private long cases;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "10",
      description = "Calls at one time; default: ${DEFAULT-VALUE}.")
  private int atOnce;

  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "300",
      description =
          "Of each question, after a third as many to warm up; default: ${DEFAULT-VALUE}.")
  private int calls;

  @Option(
      names = "--recorded",
      paramLabel = "N",
      defaultValue = "50",
      description = "Cases that are recorded a second meanwhile; default: ${DEFAULT-VALUE}.")
  private int recorded;

  /**
   * What a run found.
   *
   * @param recorded cases a second, as they were recorded
   */
  record Found(
      long cases, double filledInSeconds, int atOnce, double recorded, List<Round.Took> took) {}

  @Override
  public Integer call() throws Exception {
    if (cases < LEAST_CASES || atOnce < 1 || calls < 1 || recorded < 0) {
      throw new IllegalArgumentException(
          "--cases is at least " + LEAST_CASES + ", --at-once and --calls at least 1");
    }
    if (database != null && !database.startsWith("jdbc:postgresql:")) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL, "--database is no PostgreSQL: it has no copies within.");
    }
    var root = (Quaestor) Objects.requireNonNull(spec).root().userObject();
    var home = Home.of(root.surroundings());
    var own = home.within("bench").emptied();
    if (database != null) {
      return measure(root, home, own, database);
    }
    root.console().progress("starting PostgreSQL");
    var programs = Programs.postgres(root.surroundings().environment());
    try (var postgres = Postgres.alone(programs, own.state())) {
      return measure(root, home, own, postgres.url());
    }
  }

  private int measure(Quaestor root, Home home, Home own, String url) throws Exception {
    int port = freePort();
    var temporals =
        new Temporals(
            root.surroundings().environment(), own.state(), s -> root.console().progress("{}", s));
    try (var temporal =
        temporals.start(new TemporalChoice.Embedded(), own.state(), freePort(), freePort())) {
      System.setProperty("logging.file.name", home.file("quaestor.log").toString());
      System.setProperty("logging.threshold.console", "OFF");
      Map<String, Object> properties = new TreeMap<>();
      properties.put("server.port", port);
      properties.put("quaestor.state-dir", own.state().toString());
      properties.put("quaestor.temporal.target", temporal.target());
      properties.put("quaestor.vault.directory", own.file("vault").toString());
      // Nobody runs what is recorded here: it is not to be closed meanwhile.
      properties.put("quaestor.reconcile.after", "P3650D");
      properties.put("spring.datasource.url", url);
      try (var starter = StarterApplication.start(properties, null, List.of())) {
        var token = Files.readString(own.file("admin-token")).strip();
        var found =
            measure(
                root.console(),
                starter.getBean(Ledger.class),
                starter.getBean(DataSource.class),
                URI.create("http://127.0.0.1:" + port),
                token);
        Files.writeString(
            home.file("ledger.json"), QuaestorJson.mapper().writeValueAsString(found) + "\n");
        if (root.json()) {
          root.console().json(QuaestorJson.mapper().writeValueAsString(found));
        } else {
          print(found, root.console());
        }
      }
    }
    return 0;
  }

  private Found measure(Console console, Ledger ledger, DataSource source, URI server, String token)
      throws SQLException, InterruptedException {
    var filling = new Filling(ledger, source, s -> console.progress("{}", s));
    var began = System.nanoTime();
    var there = filling.cases();
    if (there == 0) {
      filling.fill(cases, Instant.now());
    } else if (there < cases) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "There are %,d cases in that database, and not %,d.".formatted(there, cases),
          "Name an empty one, or fewer cases.");
    }
    var filled = (System.nanoTime() - began) / 1e9;
    var took = new ArrayList<Round.Took>();
    try (var round = new Round(server, token, ledger, atOnce, recorded)) {
      for (var question : Question.of(cases)) {
        console.progress("{}", question.what());
        took.add(round.ask(question, Math.max(1, calls / 3), calls));
      }
      took.add(round.readFile(Question.file(cases), Math.max(1, calls / 3), calls));
      return new Found(filling.cases(), filled, atOnce, round.recordedPerSecond(), took);
    }
  }

  private static void print(Found found, Console console) {
    var table = new Table().text("through the API (ms)").whole("p50").whole("p99").whole("max");
    for (var one : found.took()) {
      table.row(one.question().what(), ms(one.p50()), ms(one.p99()), ms(one.max()));
    }
    console.line("");
    console.print(table);
    console.line("");
    console.line(
        "In the ledger: {}; called at one time: {}; recorded a second meanwhile: {}.",
        "%,d".formatted(found.cases()),
        Integer.toString(found.atOnce()),
        "%.1f".formatted(found.recorded()));
  }

  private static String ms(double millis) {
    return "%.1f".formatted(millis);
  }

  private static int freePort() throws java.io.IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
