package dev.quaestor.investigation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.Area;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSize;
import dev.quaestor.alert.AlertVersion;
import dev.quaestor.alert.Severity;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Person;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.Suppressions;
import dev.quaestor.wire.PayloadSize;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a case keeps of an alert; its evidence lives on in the case's own.
 *
 * @param alertId what the case calls it: another sender's alert may have its id
 * @param identity which alert it is, whatever it is called
 * @param contents the hashes of all versions that were heard, in the order in which they came
 * @param awaited of these, what was not sent along and is yet to be fetched
 * @param told what it has said so far, by {@link PayloadSize}
 * @param version the number of the latest
 * @param suppressedBy the policy's suppression that speaks of it; null when none does
 * @param within where whoever handed it in may act; null for everywhere
 * @param people who handed it in, where that was no sensor
 */
record CaseAlert(
    String alertId,
    String identity,
    List<String> contents,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AlertVersion> awaited,
    long told,
    int version,
    String title,
    Severity severity,
    List<String> techniques,
    @Nullable String suppressedBy,
    @Nullable Remit within,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Person> people) {
  CaseAlert {
    people = people == null ? List.of() : List.copyOf(people);
    contents = List.copyOf(contents);
    // What is empty is not written.
    awaited = awaited == null ? List.of() : List.copyOf(awaited);
  }

  private static final long EACH_WORD = 500;

  static CaseAlert of(Alert alert, Author by) {
    return new CaseAlert(
        alert.alertId(),
        alert.identity(),
        List.of(alert.version().content()),
        awaitedOf(alert).toList(),
        weight(alert),
        alert.version().number(),
        alert.title(),
        alert.severity(),
        alert.techniques(),
        null,
        by.remit().kept(),
        person(by).toList());
  }

  private static Stream<Person> person(Author by) {
    return by.known() && !by.isSensor() ? Stream.of(by.person()) : Stream.empty();
  }

  /** All that is with it, and what is kept of each word though it says nothing. */
  static long weight(Alert alert) {
    return EACH_WORD + PayloadSize.of(alert);
  }

  private static Stream<AlertVersion> awaitedOf(Alert alert) {
    return Stream.of(alert.version()).filter(AlertVersion::apart);
  }

  /** What is yet to be fetched of it. */
  Stream<AlertSize> apart() {
    return awaited.stream().map(AlertVersion::size).filter(Objects::nonNull);
  }

  /** With what it says at last. */
  CaseAlert heard(String content, List<Evidence> evidence) {
    return new CaseAlert(
        alertId,
        identity,
        contents,
        awaited.stream().filter(v -> !v.content().equals(content)).toList(),
        told + PayloadSize.of(evidence),
        version,
        title,
        severity,
        techniques,
        suppressedBy,
        within,
        people);
  }

  CaseAlert called(String name) {
    return new CaseAlert(
        name,
        identity,
        contents,
        awaited,
        told,
        version,
        title,
        severity,
        techniques,
        suppressedBy,
        within,
        people);
  }

  boolean is(Alert alert) {
    return identity.equals(alert.identity());
  }

  boolean hasSaid(Alert alert) {
    return is(alert) && contents.contains(alert.version().content());
  }

  /** As a later version has it: it counts where both authors may act. */
  CaseAlert revised(Alert alert, Author by) {
    return new CaseAlert(
        alertId,
        identity,
        Stream.concat(contents.stream(), Stream.of(alert.version().content())).toList(),
        Stream.concat(awaited.stream(), awaitedOf(alert)).toList(),
        told + weight(alert),
        Math.max(version + 1, alert.version().number()),
        alert.title(),
        alert.severity(),
        alert.techniques(),
        null,
        remit().and(by.remit()).kept(),
        Stream.concat(people.stream(), person(by)).distinct().toList());
  }

  /** Where whoever handed it in may act. */
  Remit remit() {
    return Remit.ofKept(within);
  }

  boolean countsIn(Area area) {
    return remit().covers(area);
  }

  /** Asks the policy whether it is to be investigated. */
  CaseAlert under(Policy policy, Function<String, List<Entity>> namedBy, Instant now) {
    if (policy.suppressions().isEmpty()) {
      return this;
    }
    @Nullable String by =
        new Suppressions(policy)
            .of(title, namedBy.apply(alertId), now)
            .map(Policy.Suppression::id)
            .orElse(null);
    return new CaseAlert(
        alertId,
        identity,
        contents,
        awaited,
        told,
        version,
        title,
        severity,
        techniques,
        by,
        within,
        people);
  }
}
