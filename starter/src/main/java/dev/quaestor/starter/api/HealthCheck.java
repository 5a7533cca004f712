package dev.quaestor.starter.api;

import dev.quaestor.start.check.CheckResult;
import dev.quaestor.starter.AlertSources;
import dev.quaestor.starter.Healing;
import dev.quaestor.starter.KnownWorkers;
import dev.quaestor.starter.TemporalPulse;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.notice.Notices;
import dev.quaestor.starter.retention.Retention;
import dev.quaestor.starter.view.HealthView;
import dev.quaestor.starter.view.HealthView.Part;
import dev.quaestor.starter.view.HealthView.State;
import dev.quaestor.starter.webhook.Webhooks;
import dev.quaestor.text.Counted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataAccessException;

/** What is well and what is not, asked now; for the API and the page alike. */
public final class HealthCheck {
  private final Ledger ledger;
  private final Healing healing;
  private final TemporalPulse temporal;
  private final Webhooks webhooks;
  private final Notices notices;
  private final AlertSources sources;
  private final KnownWorkers workers;
  private final Retention retention;

  HealthCheck(
      Ledger ledger,
      Healing healing,
      TemporalPulse temporal,
      KnownWorkers workers,
      Webhooks webhooks,
      Notices notices,
      AlertSources sources,
      Retention retention) {
    this.ledger = ledger;
    this.healing = healing;
    this.temporal = temporal;
    this.workers = workers;
    this.retention = retention;
    this.webhooks = webhooks;
    this.notices = notices;
    this.sources = sources;
  }

  /** Takes up to three seconds while Temporal is away. */
  public HealthView now() {
    var parts = new ArrayList<Part>();
    temporal(parts);
    workers.checks().forEach(result -> parts.add(part(result)));
    ledger(parts);
    webhooks.states().forEach(state -> parts.add(webhook(state)));
    notices.states().forEach(state -> parts.add(notice(state)));
    return HealthView.of(parts);
  }

  private void temporal(List<Part> parts) {
    var felt = temporal.feel();
    if (felt.trouble() != null) {
      parts.add(
          new Part(
              "temporal",
              State.BROKEN,
              felt.trouble() + ". Nothing is investigated, decided or done until it does.",
              null));
      return;
    }
    parts.add(new Part("temporal", State.WELL, "Temporal answers.", null));
    var ahead = felt.ahead();
    if (ahead != null) {
      parts.add(
          new Part(
              "clock",
              State.BROKEN,
              "The clock of this starter is about %s %s Temporal's: no worker believes the orders and undos that it signs. Let both machines set their clocks by NTP."
                  .formatted(
                      Counted.of(ahead.abs().toMinutes(), "minute", "minutes"),
                      ahead.isNegative() ? "behind" : "ahead of"),
              null));
    }
    for (var queue : felt.queues()) {
      var name = "queue:" + queue.name();
      var pollers = queue.pollers();
      if (pollers == null) {
        parts.add(
            new Part(
                name,
                State.NOT_KNOWN,
                "Temporal does not say who takes work from " + queue.name() + ".",
                null));
      } else if (pollers == 0) {
        parts.add(
            new Part(
                name,
                State.BROKEN,
                "Nobody takes work from " + queue.name() + ": what is in it waits.",
                null));
      } else {
        parts.add(
            new Part(
                name,
                State.WELL,
                "%s work from %s."
                    .formatted(
                        Counted.of(pollers, "process takes", "processes take"), queue.name()),
                null));
      }
    }
  }

  private static Part part(CheckResult result) {
    var state =
        switch (result.level()) {
          case OK -> State.WELL;
          case UNKNOWN -> State.NOT_KNOWN;
          case WARN -> State.TROUBLED;
          case FAIL -> State.BROKEN;
        };
    return new Part(result.name(), state, result.text(), null);
  }

  private void ledger(List<Part> parts) {
    healing
        .lastLoss()
        .ifPresent(
            at ->
                parts.add(
                    new Part(
                        "ledger:lost",
                        State.TROUBLED,
                        "The ledger had lost events. What workflows met of that is recorded again; for the rest, an admin runs ./quaestor ledger repair.",
                        at)));
    try {
      long began = System.nanoTime();
      var stuck = ledger.stuck();
      long took = (System.nanoTime() - began) / 1_000_000;
      long queued = ledger.queued();
      parts.add(
          new Part(
              "ledger",
              queued > 100 || took > 2000 ? State.TROUBLED : State.WELL,
              "The ledger answers in %d ms; %s to be written."
                  .formatted(took, Counted.of(queued, "record waits", "records wait")),
              null));
      sources.states().forEach(state -> parts.add(source(state)));
      retention.states().forEach(state -> parts.add(retention(state)));
      for (var one : stuck) {
        parts.add(
            new Part(
                "resource:" + one.type(),
                State.TROUBLED,
                "%s (%s) %s for a device or a back end, and go on by themselves when it is there."
                    .formatted(
                        Counted.of(one.actions(), "action", "actions"),
                        one.type().title(),
                        Counted.verb(one.actions(), "waits", "wait")),
                one.since()));
      }
    } catch (DataAccessException e) {
      parts.add(
          new Part(
              "ledger",
              State.BROKEN,
              "The ledger does not answer. Nothing is recorded until it does.",
              null));
    }
  }

  private static Part source(AlertSources.State source) {
    var name = "alert-source:" + source.name();
    if (source.failingSince() != null) {
      var rest =
          source.restUntil() == null
              ? ""
              : " It wants to be left alone until %s.".formatted(source.restUntil());
      return new Part(
          name,
          source.late() ? State.BROKEN : State.TROUBLED,
          "Alerts of %s cannot be read and are tried again: %s%s"
              .formatted(source.name(), source.failure(), rest),
          source.failingSince());
    }
    if (source.heldSince() != null) {
      return new Part(
          name,
          State.TROUBLED,
          "Alerts of %s are not read, because as many cases are open as may be at once."
              .formatted(source.name()),
          source.heldSince());
    }
    if (source.late()) {
      return new Part(
          name,
          State.TROUBLED,
          "Alerts of %s are not all read: no round has come to its end lately."
              .formatted(source.name()),
          source.readAt());
    }
    if (source.setAside() > 0) {
      return new Part(
          name,
          State.TROUBLED,
          "Alerts of %s are read; %s of the last seven days could not be taken in, the last of them %s."
              .formatted(source.name(), source.setAside(), source.lastSetAside()),
          null);
    }
    return new Part(name, State.WELL, "Alerts of " + source.name() + " are read.", null);
  }

  private static Part retention(Retention.State state) {
    var name = "retention:" + state.of();
    if (state.failingSince() != null) {
      return new Part(
          name,
          state.late() ? State.BROKEN : State.TROUBLED,
          "What is past its time (%s) is not removed: %s."
              .formatted(state.of(), String.valueOf(state.failure())),
          state.failingSince());
    }
    if (state.late()) {
      return new Part(
          name,
          State.TROUBLED,
          "What is past its time (%s) is not removed: no round has come to its end lately."
              .formatted(state.of()),
          state.endedAt());
    }
    return new Part(
        name, State.WELL, "What is past its time (%s) is removed.".formatted(state.of()), null);
  }

  private static Part webhook(Webhooks.State state) {
    var name = "webhook:" + state.name();
    if (state.disabled()) {
      return new Part(
          name,
          State.BROKEN,
          "The webhook %s is disabled: %s."
              .formatted(state.name(), String.valueOf(state.disabledBecause())),
          state.disabledAt());
    }
    if (state.failing() > 0) {
      return new Part(
          name,
          State.TROUBLED,
          "The webhook %s fails and is tried again: %s."
              .formatted(state.name(), String.valueOf(state.lastError())),
          state.lagSeconds() == null ? null : Instant.now().minusSeconds(state.lagSeconds()));
    }
    return new Part(name, State.WELL, "The webhook " + state.name() + " is told all.", null);
  }

  /** People who are not called do not know it: that is for whoever looks here. */
  private static Part notice(Notices.State state) {
    var name = "notice:" + state.name();
    if (state.disabledAt() != null) {
      return new Part(
          name,
          State.BROKEN,
          "Nobody is called by %s (%s): %s."
              .formatted(state.name(), state.kind(), String.valueOf(state.disabledBecause())),
          state.disabledAt());
    }
    if (state.failing() > 0) {
      return new Part(
          name,
          State.TROUBLED,
          "Notices to %s (%s) fail and are tried again: %s."
              .formatted(state.name(), state.kind(), String.valueOf(state.lastError())),
          state.failingSince());
    }
    return new Part(
        name,
        State.WELL,
        "%s (%s) is called when something is to be decided.".formatted(state.name(), state.kind()),
        null);
  }
}
