package dev.quaestor.starter.ledger;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.wire.QuaestorJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;

/**
 * What an automatic case costs the ledger: the calls that a recorded history made of it, told anew
 * for many cases from several threads. Not a test; a program to run by hand:
 *
 * <pre>LedgerBench JDBC-URL HISTORY CASES THREADS [seed=N] [sql] [postmaster=PID]</pre>
 */
final class LedgerBench {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** One call of the recorded case. */
  private record Call(String name, String json) {}

  private final List<Call> calls;
  private final String caseId;
  private final List<String> actionIds;
  private final Ledger ledger;
  private final AtomicInteger next = new AtomicInteger();

  private LedgerBench(Path history, Ledger ledger) throws IOException {
    this.ledger = ledger;
    this.calls = calls(history);
    this.caseId =
        QuaestorJson.mapper().readTree(calls.getFirst().json()).path("investigationId").asString();
    this.actionIds =
        java.util.regex.Pattern.compile("act-[0-9a-f]{20}")
            .matcher(calls.toString())
            .results()
            .map(r -> r.group())
            .distinct()
            .toList();
  }

  private static List<Call> calls(Path history) throws IOException {
    var calls = new ArrayList<Call>();
    for (JsonNode event :
        QuaestorJson.mapper().readTree(Files.readString(history)).path("events")) {
      var scheduled = event.path("activityTaskScheduledEventAttributes");
      var name = scheduled.path("activityType").path("name").asString("");
      if (List.of("OpenCase", "ClaimState", "RecordEvents").contains(name)) {
        var data = scheduled.path("input").path("payloads").path(0).path("data").asString();
        calls.add(
            new Call(name, new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8)));
      }
    }
    return List.copyOf(calls);
  }

  /** The calls of one case more, with ids of its own. */
  private List<Object> story(String run) {
    int n = next.incrementAndGet();
    var told = new ArrayList<Object>();
    for (var call : calls) {
      var json = call.json().replace(caseId, "inv-" + run + n);
      for (var id : actionIds) {
        json = json.replace(id, id + "-" + run + n);
      }
      // Another device and another alert each time.
      json =
          json.replace("f980c21f678367cc05efd88ce7cf321cafa13a84", run + "device" + n)
              .replaceAll("\"identity\":\"[0-9a-f]+", "\"identity\":\"" + run + "alert" + n);
      Class<?> type =
          switch (call.name()) {
            case "OpenCase" -> CaseOpening.class;
            case "ClaimState" -> Claim.class;
            default -> LedgerBatch.class;
          };
      told.add(QuaestorJson.mapper().readValue(json, type));
    }
    return told;
  }

  private void tell(List<Object> story) {
    for (var call : story) {
      if (call instanceof CaseOpening opening) {
        ledger.open(opening);
      } else if (call instanceof Claim claim) {
        ledger.claim(claim);
      } else {
        ledger.record((LedgerBatch) call);
      }
    }
  }

  private void tell(String run, int cases, int threads) throws Exception {
    var stories = new ArrayList<List<Object>>();
    for (int i = 0; i < cases; i++) {
      stories.add(story(run));
    }
    var at = new AtomicInteger();
    try (var pool = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      var ends = new ArrayList<java.util.concurrent.Future<?>>();
      for (int t = 0; t < threads; t++) {
        ends.add(
            pool.submit(
                () -> {
                  for (int i = at.getAndIncrement(); i < cases; i = at.getAndIncrement()) {
                    tell(stories.get(i));
                  }
                }));
      }
      for (var end : ends) {
        end.get();
      }
    }
  }

  /** As many cases more, all like one that is there. */
  private static void multiply(DataSource database, String caseId, String url, String cases)
      throws Exception {
    var numbers =
        url.startsWith("jdbc:h2")
            ? "(select \"X\" as n from system_range(1, " + cases + ")) as s"
            : "generate_series(1, " + cases + ") as s(n)";
    var tables =
        java.util.Map.of(
            "investigation", "investigation_id,search_text",
            "ledger_event", "stream,investigation_id",
            "alert", "investigation_id,alert_hash",
            "alert_version", "investigation_id,alert_hash",
            "evidence", "investigation_id",
            "action", "action_id,investigation_id,subject",
            "state_hold", "action_id,investigation_id,name_hash");
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      for (var table : tables.entrySet()) {
        var own = List.of(table.getValue().split(","));
        var names = new ArrayList<String>();
        try (var columns = statement.executeQuery("select * from " + table.getKey())) {
          for (int c = 1; c <= columns.getMetaData().getColumnCount(); c++) {
            var name = columns.getMetaData().getColumnName(c).toLowerCase(java.util.Locale.ROOT);
            if (!name.equals("id") && !name.equals("position")) {
              names.add(name);
            }
          }
        }
        var values =
            names.stream()
                .map(name -> own.contains(name) ? "left(" + name + ", 50) || '-' || s.n" : name)
                .collect(Collectors.joining(", "));
        statement.execute(
            "insert into %s (%s) select %s from %s, %s where investigation_id = '%s'"
                .formatted(
                    table.getKey(),
                    String.join(", ", names),
                    values,
                    table.getKey(),
                    numbers,
                    caseId));
      }
      statement.execute("analyze");
    }
  }

  private static DataSource database(String url) {
    var database = new HikariDataSource();
    database.setJdbcUrl(url);
    if (url.startsWith("jdbc:h2")) {
      database.setUsername("sa");
    }
    return database;
  }

  /** CPU seconds of PostgreSQL's processes so far. */
  private static double serverCpu(String postmaster) throws IOException {
    long ticks = 0;
    try (var all = Files.list(Path.of("/proc"))) {
      for (var process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        String[] stat;
        try {
          var text = Files.readString(process.resolve("stat"));
          stat = text.substring(text.lastIndexOf(')') + 2).split(" ");
        } catch (IOException gone) {
          continue;
        }
        boolean master = process.getFileName().toString().equals(postmaster);
        if (master || stat[1].equals(postmaster)) {
          ticks += Long.parseLong(stat[11]) + Long.parseLong(stat[12]);
        }
        if (master) {
          ticks += Long.parseLong(stat[13]) + Long.parseLong(stat[14]);
        }
      }
    }
    return ticks / 100.0;
  }

  public static void main(String[] args) throws Exception {
    var options = Arrays.asList(args).subList(4, args.length);
    int cases = Integer.parseInt(args[2]);
    var database = new CountedDataSource(database(args[0]));
    LedgerSchema.migrate(database);
    var policies = new PolicyStore(database, InstantSource.system());
    policies.putFirst("name: default", LedgerFixture.POLICY, "setup");
    var bench =
        new LedgerBench(
            Path.of(args[1]), new Ledger(database, policies, new SimpleMeterRegistry()));
    var stamp = Long.toString(System.nanoTime(), 36) + "x";
    bench.tell(stamp + "warm", 300, 8);
    for (var option : options) {
      if (option.startsWith("seed=")) {
        multiply(database, "inv-" + stamp + "warm1", args[0], option.substring(5));
      }
    }
    var postmaster =
        options.stream()
            .filter(o -> o.startsWith("postmaster="))
            .map(o -> o.substring(11))
            .findFirst();
    for (var count : args[3].split(",")) {
      int threads = Integer.parseInt(count);
      database.reset();
      double server = postmaster.isPresent() ? serverCpu(postmaster.get()) : 0;
      long cpu = SYSTEM.getProcessCpuTime();
      long began = System.nanoTime();
      bench.tell(stamp + "t" + threads + "n", cases, threads);
      double wall = (System.nanoTime() - began) / 1e9;
      double used = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
      double served = postmaster.isPresent() ? serverCpu(postmaster.get()) - server : 0;
      System.out.printf(
          "%2d threads: %5d cases %6.2f s  %6.0f cases/s  commits/case %5.2f  statements/case %5.1f"
              + "  statements/s %6.0f  CPU s per 1000 cases: JVM %5.2f server %5.2f%n",
          threads,
          cases,
          wall,
          cases / wall,
          database.commits.doubleValue() / cases,
          database.statements.doubleValue() / cases,
          database.statements.doubleValue() / wall,
          used * 1000 / cases,
          served * 1000 / cases);
    }
    if (options.contains("sql")) {
      System.out.println(
          database.bySql.entrySet().stream()
              .sorted(Comparator.comparingLong(e -> -e.getValue().get()))
              .map(
                  e ->
                      "%6.2f  %s"
                          .formatted(
                              e.getValue().doubleValue() / cases,
                              Stream.of(e.getKey().split("\n"))
                                  .map(String::strip)
                                  .collect(Collectors.joining(" "))))
              .map(line -> line.substring(0, Math.min(150, line.length())))
              .collect(Collectors.joining("\n")));
    }
    System.exit(0);
  }
}
