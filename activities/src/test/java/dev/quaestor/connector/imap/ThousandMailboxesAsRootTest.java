package dev.quaestor.connector.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.entity.MailCluster.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a search through a thousand mailboxes takes, beside its floor, which is entering each of
 * them once. With {@code -Dquaestor.bench.mailboxes=1000}.
 */
@EnabledIfSystemProperty(named = "quaestor.bench.mailboxes", matches = "[0-9]+")
class ThousandMailboxesAsRootTest {
  private static final int MAILS = 20;

  @Test
  void aCampaignIsFoundInAllOfThem() throws Exception {
    var count = Integer.getInteger("quaestor.bench.mailboxes");
    var all = IntStream.range(0, count).mapToObj(n -> "user" + n + "@contoso.example").toList();
    try (var dovecot = RealDovecot.up(all.toArray(String[]::new))) {
      fill(dovecot, all);
      var settings = new HashMap<>(RealDovecot.settings(dovecot.imap, dovecot.sieve, all));
      settings.put("connections", "32");
      settings.put("connect-timeout", "PT1M");
      settings.put("command-timeout", "PT2M");
      settings.put("search-timeout", "PT5M");
      try (var connector = (ImapConnector) dovecot.connector(settings)) {
        var search =
            connector.capabilities().stream()
                .filter(MailSearch.class::isInstance)
                .map(MailSearch.class::cast)
                .findFirst()
                .orElseThrow();
        for (int round = 0; round < 3; round++) {
          var floor = floor(connector, all);
          var begun = System.nanoTime();
          var found =
              search.similar(
                  List.of(Field.SUBJECT.is("Urgent 7"), Field.SENDER_DOMAIN.is("evil.example")),
                  Instant.EPOCH,
                  10);
          var took = Duration.ofNanos(System.nanoTime() - begun);
          assertThat(found.count()).isEqualTo((count + 9) / 10);
          assertThat(found.unsearched()).isNull();
          System.out.printf(
              "%d mailboxes of %d messages in 3 folders, 32 at a time: searched in %d ms; entering"
                  + " each of them, %d ms%n",
              count, MAILS, took.toMillis(), floor.toMillis());
        }
      }
    }
  }

  private static void fill(RealDovecot dovecot, List<String> all) {
    for (int n = 0; n < all.size(); n++) {
      for (int mail = 0; mail < MAILS; mail++) {
        var folder = List.of("", "Work", "Junk").get(mail % 3);
        var bad = mail == 7 && n % 10 == 0;
        dovecot.deliver(
            all.get(n),
            folder,
            DovecotContractAsRootTest.mail(
                "<" + n + "." + mail + "@x>",
                bad ? "a@evil.example" : "a@fabrikam.example",
                "Urgent " + (bad ? 7 : mail),
                all.get(n)));
      }
    }
  }

  private static Duration floor(ImapConnector connector, List<String> all) {
    var mailboxes =
        connector.capabilities().stream()
            .filter(Mailboxes.class::isInstance)
            .map(Mailboxes.class::cast)
            .findFirst()
            .orElseThrow();
    var begun = System.nanoTime();
    var entered = new ArrayList<java.util.concurrent.Future<Boolean>>();
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      all.forEach(box -> entered.add(threads.submit(() -> mailboxes.in(box, session -> true))));
    }
    assertThat(entered).allMatch(one -> one.resultNow());
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
