package dev.quaestor.worker;

import static java.util.stream.Collectors.joining;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Access;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.Right;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.start.check.CheckResult;
import dev.quaestor.start.check.CheckResult.Level;
import dev.quaestor.start.roll.BackEndState;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a back end takes the credential that this worker has for it, as a sentence. */
final class CredentialChecks {
  /** Tokens, signatures and deadlines stand on the clock. */
  static final Duration SKEW = Duration.ofSeconds(30);

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
      return new Tried(
          access.missing().isEmpty() ? BackEndState.WELL : BackEndState.LACKING,
          taken(name, place, access, wanted),
          access.ahead().flatMap(ahead -> clock(of.connector(), ahead)));
    } catch (ConnectorException failed) {
      return failed(of.connector(), name, place, failed);
    }
  }

  private static CheckResult taken(
      String name, String place, Access access, Optional<Collection<ActionType>> wanted) {
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
        "Give the application these permissions and an administrator's consent; the next token has them.");
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
      String connector, String name, String place, ConnectorException failed) {
    return switch (failed.kind()) {
      case UNAUTHORIZED ->
          new Tried(
              BackEndState.REFUSED,
              CheckResult.fail(
                  name,
                  "%s: the credential is refused (%s).".formatted(place, failed.getMessage()),
                  ("Set quaestor.%s.client-secret to a secret of that client that has not expired, and look"
                          + " at .tenant-id and .client-id.")
                      .formatted(connector)),
              Optional.empty());
      case DOWN, THROTTLED, DEVICE_AWAY, MALFORMED_ANSWER, REJECTED, NOT_FOUND, OUT_OF_REACH ->
          new Tried(
              BackEndState.AWAY,
              CheckResult.warn(
                  name,
                  "%s: it cannot be asked (%s).".formatted(place, failed.getMessage()),
                  "If that is not the address, set quaestor.%s.base-url or .login-url. What needs it waits for it."
                      .formatted(connector)),
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
