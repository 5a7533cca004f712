package dev.quaestor.worker;

import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.start.check.CheckResult;
import dev.quaestor.start.roll.BackEndState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.context.SmartLifecycle;

/**
 * Tries each credential when the worker starts, and from then on: a wrong one is known before an
 * action waits for it. Nothing waits for this, so that a back end that is away stops no start.
 */
final class BackEnds implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(BackEnds.class);

  /** The token is kept meanwhile, so that this is one call. */
  private static final Duration WHILE_WELL = Duration.ofMinutes(15);

  private static final Duration WHILE_NOT = Duration.ofMinutes(1);

  private final Connectors connectors;
  private final List<Offer<CredentialCheck>> checks;
  private final Map<String, BackEndState> states = new ConcurrentHashMap<>();
  private final List<Thread> trying = new ArrayList<>();

  BackEnds(Connectors connectors) {
    this.connectors = connectors;
    this.checks = connectors.offers(CredentialCheck.class);
    checks.forEach(check -> states.put(check.connector(), BackEndState.UNTRIED));
  }

  /** How each took the credential when it was last tried, by the connector's name. */
  Map<String, BackEndState> states() {
    return Map.copyOf(states);
  }

  /** Where they are, for people. */
  String sentence() {
    var untried =
        connectors.names().stream()
            .filter(name -> checks.stream().noneMatch(c -> c.connector().equals(name)))
            .map(name -> name + " is configured, and entered when it is needed");
    return connectors.names().isEmpty()
        ? "no back end is configured (quaestor.defender.client-id, quaestor.graph.client-id,"
            + " quaestor.linux.inventory-file, quaestor.imap.host, quaestor.squid.list-file,"
            + " quaestor.unbound.zone-file, quaestor.keycloak.base-url, quaestor.clamav.socket,"
            + " quaestor.clamav.host, quaestor.rspamd.url, quaestor.wazuh.manager-url, quaestor.connectors):"
            + " nothing can be looked up or done"
        : Stream.concat(checks.stream().map(c -> c.capability().sentence()), untried)
            .collect(Collectors.joining("; "));
  }

  @Override
  public synchronized void start() {
    if (trying.isEmpty()) {
      for (var check : checks) {
        trying.add(
            Thread.ofVirtual().name("credential-" + check.connector()).start(() -> keep(check)));
      }
    }
  }

  private void keep(Offer<CredentialCheck> check) {
    var said = "";
    try {
      while (true) {
        var tried = CredentialChecks.attempt(check, Optional.empty());
        states.put(check.connector(), tried.state());
        var text = tried.results().map(CheckResult::text).collect(Collectors.joining(" "));
        if (!text.equals(said)) {
          tried.results().forEach(BackEnds::tell);
          said = text;
        }
        Thread.sleep(tried.state() == BackEndState.WELL ? WHILE_WELL : WHILE_NOT);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(CheckResult result) {
    var level =
        switch (result.level()) {
          case OK, UNKNOWN -> Level.INFO;
          case WARN -> Level.WARN;
          case FAIL -> Level.ERROR;
        };
    log.atLevel(level).log(result.text());
  }

  @Override
  public synchronized void stop() {
    trying.forEach(Thread::interrupt);
    trying.clear();
  }

  @Override
  public synchronized boolean isRunning() {
    return !trying.isEmpty();
  }
}
