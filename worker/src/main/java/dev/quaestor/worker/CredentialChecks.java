package dev.quaestor.worker;

import static java.util.stream.Collectors.joining;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Access;
import dev.quaestor.connector.Access.Fault;
import dev.quaestor.connector.Access.Hosts;
import dev.quaestor.connector.Access.Service;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.Right;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.start.check.CheckResult;
import dev.quaestor.start.check.CheckResult.Level;
import dev.quaestor.start.roll.BackEndState;
import dev.quaestor.text.Counted;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a back end takes the credential that this worker has for it, as a sentence. */
final class CredentialChecks {
  /** Tokens, signatures and deadlines stand on the clock. */
  static final Duration SKEW = Duration.ofSeconds(30);

  private static final int MOST_FAULTS = 10;
  private static final List<Fault.Kind> GRAVEST_FIRST =
      List.of(Fault.Kind.REFUSED, Fault.Kind.LACKING, Fault.Kind.AWAY);

  /**
   * What came of one try.
   *
   * @param clock of the back end, where it is far from ours
   */
  record Tried(BackEndState state, CheckResult result, Optional<CheckResult> clock) {
    Stream<CheckResult> results() {
      return Stream.concat(Stream.of(result), clock.stream());
    }
  }

  private CredentialChecks() {}

  /**
   * Asks the back end.
   *
   * @param wanted the actions that are known to be wanted, what is missing for which is wrong;
   *     empty where that is not known
   */
  static Tried attempt(Offer<CredentialCheck> of, Optional<Collection<ActionType>> wanted) {
    var name = "connector:" + of.connector();
    var place = of.capability().sentence();
    try {
      var access = of.capability().access();
      if (access.hosts().isPresent()) {
        var hosts = access.hosts().get();
        return new Tried(
            state(hosts),
            entered(name, place, hosts, of.capability().remedies(), wanted),
            Optional.empty());
      }
      if (access.service().isPresent()) {
        return served(name, place, access.service().get(), of.capability().remedies());
      }
      return new Tried(
          access.missing().isEmpty() ? BackEndState.WELL : BackEndState.LACKING,
          taken(name, place, access, of.capability().remedies(), wanted),
          access.ahead().flatMap(ahead -> clock(of.connector(), ahead)));
    } catch (ConnectorException failed) {
      return failed(of.capability().remedies(), name, place, failed);
    }
  }

  /** What it lacks hinders nothing that is done. */
  private static Tried served(String name, String place, Service service, Remedies remedies) {
    return service
        .lacks()
        .map(
            lacks ->
                new Tried(
                    BackEndState.LACKING,
                    CheckResult.warn(
                        name,
                        "%s: %s, but %s.".formatted(place, service.sentence(), lacks),
                        remedies.lacking()),
                    Optional.empty()))
        .orElseGet(
            () ->
                new Tried(
                    BackEndState.WELL,
                    CheckResult.ok(name, "%s: %s.".formatted(place, service.sentence())),
                    Optional.empty()));
  }

  private static CheckResult taken(
      String name,
      String place,
      Access access,
      Remedies remedies,
      Optional<Collection<ActionType>> wanted) {
    if (access.given().isEmpty()) {
      return CheckResult.ok(
          name, place + ": the credential is taken; its token does not say for which rights.");
    }
    var missing = access.missing();
    if (missing.isEmpty()) {
      return CheckResult.ok(
          name, place + ": the credential is taken, with every right that the connector needs.");
    }
    var level =
        wanted.filter(actions -> !access.missing(actions).isEmpty()).isPresent()
            ? Level.FAIL
            : Level.WARN;
    return new CheckResult(
        name,
        level,
        "%s: the credential is taken, and lacks %s."
            .formatted(place, missing.stream().map(CredentialChecks::words).collect(joining("; "))),
        remedies.lacking());
  }

  /** That some of many are away is ordinary; that none can be asked is not. */
  private static BackEndState state(Hosts hosts) {
    if (hosts.areAll(Fault.Kind.AWAY)) {
      return BackEndState.AWAY;
    }
    if (hosts.areAll(Fault.Kind.REFUSED)) {
      return BackEndState.REFUSED;
    }
    return hosts.faults().stream().allMatch(fault -> fault.kind() == Fault.Kind.AWAY)
        ? BackEndState.WELL
        : BackEndState.LACKING;
  }

  private static CheckResult entered(
      String name,
      String place,
      Hosts hosts,
      Remedies remedies,
      Optional<Collection<ActionType>> wanted) {
    var said =
        "%s: %s."
            .formatted(
                place,
                hosts.faults().isEmpty()
                    ? "%s %s the key, and nothing is missing there"
                        .formatted(
                            Counted.of(hosts.all(), "host", "hosts"),
                            Counted.verb(hosts.all(), "takes", "take"))
                    : "%s %s the key and %s nothing; %s"
                        .formatted(
                            Counted.of(hosts.well(), hosts.all(), "host", "hosts"),
                            Counted.verb(hosts.well(), "takes", "take"),
                            Counted.verb(hosts.well(), "lacks", "lack"),
                            faults(hosts)));
    if (hosts.faults().isEmpty()) {
      return CheckResult.ok(name, said);
    }
    var wrong =
        hosts.faults().stream()
            .anyMatch(
                fault ->
                    switch (fault.kind()) {
                      case AWAY -> false;
                      case REFUSED -> true;
                      case LACKING -> wanted.filter(fault::hinders).isPresent();
                    });
    return new CheckResult(name, wrong ? Level.FAIL : Level.WARN, said, remedy(hosts, remedies));
  }

  /** The gravest first; a list of hundreds helps nobody. */
  private static String faults(Hosts hosts) {
    var sorted =
        hosts.faults().stream()
            .sorted(Comparator.comparing((Fault fault) -> GRAVEST_FIRST.indexOf(fault.kind())))
            .map(Fault::sentence)
            .toList();
    var some = String.join("; ", sorted.subList(0, Math.min(MOST_FAULTS, sorted.size())));
    return sorted.size() <= MOST_FAULTS
        ? some
        : "%s; and so with %d more".formatted(some, sorted.size() - MOST_FAULTS);
  }

  private static String remedy(Hosts hosts, Remedies remedies) {
    return GRAVEST_FIRST.stream()
        .filter(kind -> hosts.faults().stream().anyMatch(fault -> fault.kind() == kind))
        .map(
            kind ->
                switch (kind) {
                  case REFUSED -> remedies.refused();
                  case LACKING -> remedies.lacking();
                  case AWAY -> remedies.away();
                })
        .collect(joining(" "));
  }

  private static String words(Right right) {
    return "%s (%s)"
        .formatted(
            String.join(" or ", right.anyOf()),
            right.actions().isEmpty()
                ? "to look: " + right.source()
                : "for " + right.actions().stream().map(ActionType::name).collect(joining(", ")));
  }

  private static Tried failed(
      Remedies remedies, String name, String place, ConnectorException failed) {
    return switch (failed.kind()) {
      case UNAUTHORIZED ->
          new Tried(
              BackEndState.REFUSED,
              CheckResult.fail(
                  name,
                  "%s: the credential is refused (%s).".formatted(place, failed.getMessage()),
                  remedies.refused()),
              Optional.empty());
      case DOWN, THROTTLED, DEVICE_AWAY, MALFORMED_ANSWER, REJECTED, NOT_FOUND, OUT_OF_REACH ->
          new Tried(
              BackEndState.AWAY,
              CheckResult.warn(
                  name,
                  "%s: it cannot be asked (%s).".formatted(place, failed.getMessage()),
                  remedies.away()),
              Optional.empty());
    };
  }

  private static Optional<CheckResult> clock(String connector, Duration ahead) {
    return ahead.abs().compareTo(SKEW) <= 0
        ? Optional.empty()
        : Optional.of(
            CheckResult.warn(
                "clock:" + connector,
                "The clock of %s is %d s %s the one of this machine."
                    .formatted(
                        connector,
                        ahead.abs().toSeconds(),
                        ahead.isNegative() ? "behind" : "ahead of"),
                "Let this machine set its clock by NTP."));
  }
}
