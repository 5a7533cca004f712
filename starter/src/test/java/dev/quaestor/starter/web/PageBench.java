package dev.quaestor.starter.web;

import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.ManyWaiting;
import dev.quaestor.starter.ledger.PendingQuestion;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.Sight;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.servlet.View;
import org.springframework.web.util.UriComponentsBuilder;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/**
 * What the first page costs while many actions wait: over HTTP, through the whole starter, in a
 * signed-in session; beside it what its queries cost alone, and its template alone. Not a test; a
 * program to run by hand:
 *
 * <pre>PageBench JDBC-URL QUESTIONS TIMES</pre>
 */
final class PageBench {
  private static final List<String> ADDRESSES =
      List.of(
          "/",
          "/?size=200",
          "/?severity=HIGH",
          "/?type=ISOLATE_DEVICE",
          "/?q=pc-77",
          "/?mine=1",
          "/?sort=-createdAt",
          "/?sort=createdAt",
          "/?sort=expiresAt",
          "/?sort=-expiresAt",
          "/?sort=-severity",
          "/?sort=severity",
          "/?sort=type",
          "/?sort=-type",
          "/?sort=target",
          "/?sort=-target");

  private final RunningStarter starter;
  private final int times;

  private PageBench(RunningStarter starter, int times) {
    this.starter = starter;
    this.times = times;
  }

  private record Cost(double median, double p99) {
    @Override
    public String toString() {
      return String.format("%7.1f %7.1f", median, p99);
    }
  }

  private Cost of(Callable<?> call) throws Exception {
    var took = new long[times];
    int before = times / 3;
    for (int n = 0; n < times + before; n++) {
      long began = System.nanoTime();
      call.call();
      if (n >= before) {
        took[n - before] = System.nanoTime() - began;
      }
    }
    Arrays.sort(took);
    return new Cost(took[times / 2] / 1e6, took[times * 99 / 100] / 1e6);
  }

  private void look(String who, Scope scope) throws Exception {
    var person = starter.person(scope, "device-approver", "email-approver");
    var browser = starter.browserOf(person);
    System.out.printf(
        "%-44s %15s %15s %15s  (p50, p99 in ms)%n",
        who, "over HTTP", "its queries", "its template");
    for (var address : ADDRESSES) {
      page(browser, person, scope, address);
    }
  }

  private void page(Browser browser, Person person, Scope scope, String address) throws Exception {
    var ledger = starter.bean(Ledger.class);
    var caller =
        new Caller(
            person.callerId(),
            person.name(),
            Set.of(AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER),
            scope,
            Instant.now());
    var model = new ExtendedModelMap();
    var request =
        new MockHttpServletRequest(starter.context().getBean(jakarta.servlet.ServletContext.class));
    var given =
        new LinkedMultiValueMap<>(
            UriComponentsBuilder.fromUriString(address).build().getQueryParams());
    Sight.within(
        scope,
        () ->
            starter
                .context()
                .getBean(PendingController.class)
                .pending(given, request, caller, model));
    var filter =
        PendingController.filter(Query.of(given, PendingController.KNOWN), caller, id -> true);
    View view =
        Objects.requireNonNull(
            starter
                .context()
                .getBean(ThymeleafViewResolver.class)
                .resolveViewName("pending", Locale.ENGLISH));
    var whole =
        of(
            () -> {
              var answer = browser.get(address);
              if (answer.status() != 200) {
                throw new IllegalStateException(answer.http().body());
              }
              return answer;
            });
    var queries =
        of(
            () ->
                Sight.within(
                    scope,
                    () -> {
                      var page = ledger.questions(filter);
                      ledger.waiting(caller.decides());
                      return ledger.told(
                          page.items().stream().map(PendingQuestion::action).toList());
                    }));
    var template =
        of(
            () -> {
              view.render(model, request, new MockHttpServletResponse());
              return view;
            });
    System.out.printf(
        "%-44s %s %s %s  %s%n",
        address, whole, queries, template, ((PendingList) model.get("list")).heading());
  }

  public static void main(String[] args) throws Exception {
    var starter = RunningStarter.withLedger(args[0]);
    ManyWaiting.tell(starter.bean(Ledger.class), Instant.now(), Integer.parseInt(args[1]));
    try (var connection = starter.bean(DataSource.class).getConnection();
        var statement = connection.createStatement()) {
      statement.execute("analyze");
    }
    var bench = new PageBench(starter, Integer.parseInt(args[2]));
    bench.look("who sees everything", Scope.ALL);
    bench.look("who sees one group", new Scope(Set.of(ManyWaiting.group(3)), null));
    System.exit(0);
  }
}
