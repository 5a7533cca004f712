package dev.quaestor.starter;

import dev.quaestor.alert.Classification;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.feed.AlertTold;
import dev.quaestor.feed.AlertWord;
import dev.quaestor.feed.AlertWordActivities;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.AlertUpdates;
import dev.quaestor.starter.AlertSourceProperties.Source;
import dev.quaestor.starter.ledger.AlertSourceStore;
import dev.quaestor.starter.ledger.AlertSourceStore.Due;
import dev.quaestor.starter.ledger.AlertSourceStore.Kept;
import dev.quaestor.starter.ledger.EvidenceRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.text.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said of alerts, both ways: at their source, what a case came to; in the case, what people
 * have said at the source. Our own word is known when it comes back, so that it settles.
 */
final class AlertWords implements AlertWordActivities {
  private static final Logger log = LoggerFactory.getLogger(AlertWords.class);

  /** What came to be earlier is not said there any more, as when policy begins to want it. */
  private static final Duration TOLD_WITHIN = Duration.ofDays(1);

  private static final int WORDS = 20;
  private static final String ENGINE = "Quaestor";

  private final AlertSourceStore store;
  private final Ledger ledger;
  private final Supplier<Reviews> reviews;
  private final InstantSource clock;

  /**
   * @param reviews asked for when something is heard, because it stands on what hosts this
   */
  AlertWords(
      AlertSourceStore store, Ledger ledger, Supplier<Reviews> reviews, InstantSource clock) {
    this.store = store;
    this.ledger = ledger;
    this.reviews = reviews;
    this.clock = clock;
  }

  /** Whether anything is to be said in alerts of this source. */
  boolean hasAny(String source) {
    return updates().isPresent() && !due(source, 1).isEmpty();
  }

  private Optional<AlertUpdates> updates() {
    return ledger.policyNow().map(now -> now.policy().alertUpdates());
  }

  private List<Due> due(String source, int most) {
    return store.due(source, clock.instant().minus(TOLD_WITHIN), most);
  }

  @Override
  public List<AlertWord> words(String name) {
    var updates = updates();
    var words = new ArrayList<AlertWord>();
    if (updates.isEmpty()) {
      return words;
    }
    for (var due = due(name, WORDS); !due.isEmpty(); due = due(name, WORDS)) {
      for (var one : due) {
        var word = AlertOutcomes.word(name, one, verdict(one), updates.get());
        if (word.isEmpty()) {
          store.told(name, one.alertId(), one.upTo());
        } else {
          words.add(word);
        }
      }
      if (!words.isEmpty()) {
        return words;
      }
    }
    return words;
  }

  /** The worst of what an alert itself names; clean only if all of it is. */
  private Verdict verdict(Due due) {
    var verdicts =
        ledger.report(due.investigationId()).stream()
            .flatMap(report -> report.evidence().stream())
            .map(EvidenceRow::assessment)
            .filter(piece -> piece.evidence().alertIds().contains(due.caseAlertId()))
            .map(Assessment::verdict)
            .toList();
    return Stream.of(Verdict.MALICIOUS, Verdict.SUSPICIOUS, Verdict.UNKNOWN)
        .filter(verdicts::contains)
        .findFirst()
        .orElse(verdicts.isEmpty() ? Verdict.UNKNOWN : Verdict.NO_THREATS_FOUND);
  }

  @Override
  public void told(AlertWord word, AlertTold told) {
    var now = clock.instant();
    switch (told) {
      case AlertTold.Said said -> {
        var parts = new ArrayList<String>();
        if (!said.written().isEmpty()) {
          parts.add("written there: " + String.join(", ", said.written()));
        }
        if (!said.left().isEmpty()) {
          parts.add("left there as it is: " + String.join(", ", said.left()));
        }
        note(word, parts.isEmpty() ? "all of it stood there" : String.join("; ", parts), now);
        store.told(word.source(), word.alertId(), word.upTo());
      }
      case AlertTold.NotSaid not -> {
        log.warn("nothing is said in {} of {}: {}", word.alertId(), word.source(), not.sentence());
        if (not.why().retryable()) {
          if (not.rest() != null) {
            store.rest(word.source(), now.plus(not.rest()));
          }
        } else {
          note(word, "it cannot be written: " + not.sentence(), now);
          store.told(word.source(), word.alertId(), word.upTo());
        }
      }
    }
  }

  private void note(AlertWord word, String what, Instant now) {
    ledger.say(
        "alert-word/" + Sha256.of(String.join("\n", word.source(), word.alertId(), word.marker())),
        word.investigationId(),
        now,
        new LedgerEvent.NoteAdded(
            "Alert %s of %s: %s.".formatted(word.alertId(), word.source(), what), ENGINE));
  }

  /**
   * People have it otherwise there: their word becomes one in the case, which leads to nothing by
   * automation. What we have written ourselves, or have been about to when somebody else did, says
   * nothing new.
   */
  void heard(Source source, String alertId, String bodyHash, Kept before, AlertStance there) {
    var standing = store.outcome(source.name(), alertId);
    var stance = before.stance();
    if (standing.isEmpty() || stance == null || stance.equals(there.text())) {
      return;
    }
    var due = standing.get();
    var ours = updates().map(u -> AlertOutcomes.word(source.name(), due, verdict(due), u));
    if (ours.filter(word -> there.isOurs(word, AlertStance.parse(stance))).isPresent()) {
      return;
    }
    var classification = there.classified();
    if (classification.isPresent() && !isSaid(due, classification.get(), there)) {
      var word =
          new Reviews.Word(
              classification.get(),
              there.determined(classification.get()),
              people(source),
              "Said at " + source.name());
      ledger
          .report(due.investigationId())
          .ifPresent(report -> reviews.get().alert(report, due.caseAlertId(), word));
    }
    ledger.say(
        "alert-stance/" + Sha256.of(String.join("\n", source.name(), alertId, bodyHash)),
        due.investigationId(),
        clock.instant(),
        new LedgerEvent.NoteAdded(
            "Alert %s of %s is changed there: %s."
                .formatted(alertId, source.name(), there.inWords()),
            people(source).name()));
    // What is said now is known there.
    store.told(source.name(), alertId, clock.instant());
  }

  private static boolean isSaid(Due due, Classification classification, AlertStance there) {
    var said = due.said();
    return said != null
        && said.classification() == classification
        && said.determination() == there.determined(classification);
  }

  /** Nobody here vouches for them: their word makes nothing happen that nobody decides on. */
  static Author people(Source source) {
    return new Author(
        "alert-source:" + source.name() + "/people", "a person at " + source.name(), Remit.NOWHERE);
  }
}
