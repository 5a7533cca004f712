package dev.quaestor.starter.ledger;

import com.zaxxer.hikari.HikariDataSource;
import dev.quaestor.action.Area;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the Action Center's lists cost at the ledger, with many actions waiting and many more in the
 * past. Not a test; a program to run by hand:
 *
 * <pre>ListBench JDBC-URL WAITING PAST</pre>
 */
final class ListBench extends LedgerFixture {
  private final String url;

  private ListBench(String url) {
    this.url = url;
  }

  @Override
  HikariDataSource emptyDatabase() {
    var empty = new HikariDataSource();
    empty.setJdbcUrl(url);
    if (url.startsWith("jdbc:h2")) {
      empty.setUsername("sa");
    }
    return empty;
  }

  private void seed(int waiting, int past) throws Exception {
    ManyWaiting.tell(ledger, START, waiting);
    isolated("inv-p", "act-p");
    multiply("inv-p", past - 1);
    run("analyze");
  }

  private void run(String sql) throws Exception {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void multiply(String caseId, int times) throws Exception {
    var numbers =
        url.startsWith("jdbc:h2")
            ? "(select \"X\" as n from system_range(1, " + times + ")) as s"
            : "generate_series(1, " + times + ") as s(n)";
    var tables =
        Map.of(
            "investigation", List.of("investigation_id", "workflow_id"),
            "ledger_event", List.of("stream", "investigation_id"),
            "evidence", List.of("investigation_id"),
            "action", List.of("action_id", "investigation_id", "subject", "target_hash"));
    for (var table : tables.keySet().stream().sorted().toList()) {
      var names = new ArrayList<String>();
      try (var connection = database.getConnection();
          var columns =
              connection.createStatement().executeQuery("select * from " + table + " limit 1")) {
        var meta = columns.getMetaData();
        for (int c = 1; c <= meta.getColumnCount(); c++) {
          if (!meta.isAutoIncrement(c)) {
            names.add(meta.getColumnName(c).toLowerCase(Locale.ROOT));
          }
        }
      }
      var values =
          names.stream()
              .map(
                  name ->
                      tables.get(table).contains(name)
                          ? "left(" + name + ", 50) || '-' || s.n"
                          : name.equals("created_at") || name.equals("started_at")
                              ? name + " + s.n * interval '1' second"
                              : name)
              .collect(Collectors.joining(", "));
      run(
          "insert into %s (%s) select %s from %s, %s where investigation_id = '%s'"
              .formatted(table, String.join(", ", names), values, table, numbers, caseId));
    }
  }

  private static void time(String what, Supplier<Object> call) {
    var took = new long[20];
    Object seen = null;
    for (int n = 0; n < took.length + 10; n++) {
      long began = System.nanoTime();
      seen = call.get();
      if (n >= 10) {
        took[n - 10] = System.nanoTime() - began;
      }
    }
    Arrays.sort(took);
    System.out.printf(
        "%-60s median %7.1f ms  worst %7.1f ms  %s%n", what, took[10] / 1e6, took[19] / 1e6, seen);
  }

  private String page(ActionFilter filter) {
    var page = ledger.questions(filter);
    var told = ledger.told(page.items().stream().map(PendingQuestion::action).toList());
    return page.items().size() + " of " + page.total() + ", told of " + told.size();
  }

  private static ActionFilter waiting(Listing.Sort sort, Instant since) {
    return pendingActions(0, 50).of(new Listing(sort, since, null, null, null, 0, 50));
  }

  private static ActionFilter past(ActionFilter with, Instant since) {
    return with.of(new Listing(null, since, null, null, null, 0, 50));
  }

  private String history(ActionFilter filter) {
    var page = ledger.actions(filter);
    ledger.told(page.items());
    return page.items().size() + " of " + page.total();
  }

  private void look() {
    for (var sort : Listing.Sort.values()) {
      time("waiting by " + sort.word(), () -> page(waiting(sort, null)));
    }
    time("waiting, tenth page", () -> page(pendingActions(10, 50)));
    time("counts", () -> ledger.waiting(List.of(Area.DEVICE)));
    var all = new ActionFilter(ActionFilter.Status.HISTORY, null, null, null, null, null, 0, 50);
    time("history", () -> history(all));
    time(
        "history of one target",
        () -> history(onTarget(all, isolate("d1").target().key().value())));
    time("history since long ago", () -> history(past(all, START)));
    time("history of one device", () -> history(onDevice(all, "d1")));
    time("history of a device that is in no case", () -> history(onDevice(all, "none")));
    time("history of one person", () -> history(by(all, "ann@corp.example")));
    time("investigations", () -> ledger.cases(allCases(0, 50)).total());
  }

  public static void main(String[] args) throws Exception {
    var bench = new ListBench(args[0]);
    bench.openLedger();
    bench.seed(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    bench.look();
    System.exit(0);
  }
}
