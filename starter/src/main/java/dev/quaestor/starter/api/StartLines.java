package dev.quaestor.starter.api;

import dev.quaestor.start.TemporalDoor;
import dev.quaestor.starter.ledger.LedgerCheck;
import dev.quaestor.starter.notice.Notices;
import dev.quaestor.starter.webhook.Webhooks;
import dev.quaestor.text.Counted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** What this starter is connected to, once it serves: a line for each concern, without secrets. */
final class StartLines implements ApplicationListener<ApplicationReadyEvent> {
  private static final Logger log = LoggerFactory.getLogger(StartLines.class);

  private final TemporalDoor temporal;
  private final LedgerCheck ledger;
  private final Webhooks webhooks;
  private final Notices notices;
  private final Environment environment;

  StartLines(
      TemporalDoor temporal,
      LedgerCheck ledger,
      Webhooks webhooks,
      Notices notices,
      Environment environment) {
    this.temporal = temporal;
    this.ledger = ledger;
    this.webhooks = webhooks;
    this.notices = notices;
    this.environment = environment;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent ready) {
    log.info("{}", temporal.sentence());
    ledger.results().forEach(result -> log.info("{}", result.text()));
    log.info(
        "{}, {}",
        Counted.of(webhooks.states().size(), "webhook", "webhooks"),
        Counted.of(notices.states().size(), "receiver of notices", "receivers of notices"));
    var issuer = environment.getProperty("quaestor.access.oidc.issuer", "");
    log.info(
        "people sign in {}", issuer.isBlank() ? "with passwords of this house" : "at " + issuer);
  }
}
