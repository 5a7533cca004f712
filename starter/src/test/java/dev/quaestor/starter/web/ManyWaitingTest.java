package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.ManyWaiting;
import dev.quaestor.starter.ledger.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first page of a starter for which ten thousand questions wait. */
class ManyWaitingTest {
  private static final int QUESTIONS = 10_000;

  private static final Pattern ROW = Pattern.compile("<tr[^>]*data-action=\"([^\"]*)\"");

  private static RunningStarter starter;

  @BeforeAll
  static void fill() throws InterruptedException {
    starter = RunningStarter.withLedger("jdbc:h2:mem:" + UUID.randomUUID());
    ManyWaiting.tell(starter.bean(Ledger.class), Instant.now(), QUESTIONS);
  }

  @AfterAll
  static void close() {
    starter.context().close();
  }

  private static Browser browser(Scope scope) {
    return starter.browserOf(starter.person(scope, "device-approver"));
  }

  private static String page(Browser browser, String address) {
    var answer = browser.get(address);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    return answer.http().body();
  }

  private static List<String> rows(String page) {
    var found = new ArrayList<String>();
    var row = ROW.matcher(page);
    while (row.find()) {
      found.add(row.group(1));
    }
    return found;
  }

  @Test
  void theyAreCountedOnceForHoweverManyCases() {
    var page = page(browser(Scope.ALL), "/");

    assertThat(page).contains(">10000 actions wait for a decision</h1>");
    assertThat(rows(page)).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void moreThanCanBeReviewedAreNotSelectedTogether() {
    var browser = browser(Scope.ALL);
    assertThat(page(browser, "/"))
        .contains("Narrow the list to 500 or fewer to select all that match.")
        .doesNotContain("id=\"every\"");

    var answer =
        browser.submit("/", "/decisions/review", Map.of("decision", "REJECT", "all", "true"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.http().body())
        .contains("10000 actions match; no more than 500 are decided together.")
        .contains("Nothing was decided. Go back and narrow the list first.");
  }

  @Test
  void whatSoonExpiresComesFirstAndWhatAsksTheSameIsOneRow() {
    var page = page(browser(Scope.ALL), "/?size=200");

    var rows = rows(page);
    assertThat(rows).hasSize(200).doesNotHaveDuplicates();
    // Every hundredth of the 4,000 cases expires within hours: two or three questions of each.
    assertThat(rows.getFirst()).startsWith("inv-many-0-");
    assertThat(rows.subList(0, 100)).allMatch(id -> id.matches("inv-many-\\d*00-.|inv-many-0-."));
    assertThat(page).contains("Waits in 2 cases");
  }

  @Test
  void whoSeesOneGroupIsShownAndCountedThatOne() {
    var page = page(browser(new Scope(Set.of(ManyWaiting.group(3)), null)), "/?size=200");

    // 200 of 4,000 devices, none of an even case, so two questions each.
    assertThat(page).contains(">400 actions wait for a decision</h1>");
    assertThat(rows(page)).hasSize(200).allMatch(id -> number(id) % ManyWaiting.GROUPS == 3);
  }

  private static int number(String id) {
    int n = Integer.parseInt(id.split("-")[2]);
    return n >= QUESTIONS * 2 / 5 ? n - QUESTIONS * 2 / 5 : n;
  }

  private static String link(String page, String text) {
    var link = Pattern.compile("href=\"([^\"]*)\">" + text + "</a>").matcher(page);
    return link.find() ? link.group(1).replace("&amp;", "&") : "";
  }

  @Test
  void everyRowIsOnOnePageAndEachPageLeadsBack() {
    var browser = browser(Scope.ALL);
    var all = new ArrayList<String>();
    List<String> before = List.of();
    var page = page(browser, "/?size=200");
    assertThat(link(page, "Previous page")).isEmpty();
    for (int n = 1; ; n++) {
      var rows = rows(page);
      all.addAll(rows);
      if (n == 30) {
        assertThat(rows(page(browser, link(page, "Previous page")))).isEqualTo(before);
      }
      before = rows;
      var next = link(page, "Next page");
      if (next.isEmpty()) {
        break;
      }
      page = page(browser, next);
    }

    assertThat(all).hasSize(QUESTIONS).doesNotHaveDuplicates();
  }

  @Test
  void theOldestAreOnTopWhereTheyAreWanted() {
    var rows = rows(page(browser(Scope.ALL), "/?sort=createdAt"));

    // The cases that ask again are the oldest of all.
    assertThat(rows.getFirst()).isEqualTo("inv-many-4249-i");
    assertThat(new HashSet<>(rows)).hasSize(50);
  }
}
