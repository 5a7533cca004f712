package dev.quaestor.starter.api;

import dev.quaestor.starter.TemporalPulse;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.HealthView;
import dev.quaestor.starter.view.HealthView.Part;
import dev.quaestor.starter.view.HealthView.State;
import dev.quaestor.starter.view.OverviewView;
import dev.quaestor.starter.webhook.Webhooks;
import dev.quaestor.text.Counted;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Overview", description = "How the work goes, and what is not well")
@RestController
@RequestMapping("/api/v1")
class OverviewController {
  private static final int MOST_WEEKS = 53;

  private final Ledger ledger;
  private final TemporalPulse temporal;
  private final Webhooks webhooks;

  OverviewController(Ledger ledger, TemporalPulse temporal, Webhooks webhooks) {
    this.ledger = ledger;
    this.temporal = temporal;
    this.webhooks = webhooks;
  }

  @Operation(
      summary = "How the work goes",
      description =
          "What waits now, and by week how long verdicts and decisions took, how much ran without"
              + " anybody and how much was undone. Figures of past weeks may be a minute old.")
  @GetMapping("/overview")
  @Allowed(AccessRole.VIEWER)
  OverviewView overview(
      @RequestParam(defaultValue = "12") int weeks, @Parameter(hidden = true) Caller caller) {
    int asked = (int) Filters.number("weeks", weeks, 1, MOST_WEEKS);
    return OverviewView.of(ledger.waiting(caller.decides()), ledger.overview(asked));
  }

  @Operation(
      summary = "What is well and what is not",
      description =
          "Temporal, who takes work from it, the ledger, webhooks, and what waits for a device or a"
              + " back end; what is broken first. Takes up to three seconds while Temporal is away.")
  @GetMapping("/health")
  @Allowed(AccessRole.VIEWER)
  HealthView health() {
    var parts = new ArrayList<Part>();
    temporal(parts);
    ledger(parts);
    webhooks.states().forEach(state -> parts.add(webhook(state)));
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

  private void ledger(List<Part> parts) {
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
          "The webhook %s fails for %s and is tried again: %s."
              .formatted(
                  state.name(),
                  Counted.of(state.failing(), "investigation", "investigations"),
                  String.valueOf(state.lastError())),
          state.lagSeconds() == null ? null : Instant.now().minusSeconds(state.lagSeconds()));
    }
    return new Part(name, State.WELL, "The webhook " + state.name() + " is told all.", null);
  }
}
