package dev.quaestor.starter.api;

import dev.quaestor.action.ActionType;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.starter.TemporalPulse;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.StatusView;
import dev.quaestor.starter.view.WhoAmIView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Standing", description = "Who calls, and how the server stands")
@RestController
@RequestMapping("/api/v1")
class StandingController {
  private final Ledger ledger;
  private final TemporalPulse temporal;

  StandingController(Ledger ledger, TemporalPulse temporal) {
    this.ledger = ledger;
    this.temporal = temporal;
  }

  @Operation(
      summary = "Who the token says that I am",
      description = "Its name and roles, what it may decide and order, whether it may propose.")
  @GetMapping("/whoami")
  @Allowed(AccessRole.VIEWER)
  WhoAmIView whoAmI(@Parameter(hidden = true) Caller caller) {
    var analysts =
        ledger
            .policyNow()
            .map(now -> now.policy().manual().analysts())
            .orElseGet(List::<ActionType>of);
    return WhoAmIView.of(caller, analysts);
  }

  @Operation(
      summary = "How the server stands",
      description =
          "Its version, whether Temporal answers and who takes work from it, how many actions are"
              + " waiting, and the policy's revision. Takes up to three seconds while Temporal is"
              + " away.")
  @GetMapping("/status")
  @Allowed(AccessRole.VIEWER)
  StatusView status() {
    var pending =
        new ActionFilter(ActionFilter.Status.PENDING, null, null, null, null, null, null, 0, 1);
    return StatusView.of(
        temporal.feel(),
        ledger.actions(pending).total(),
        ledger.questions(pending).total(),
        ledger.policyNow().map(PolicySnapshot::revision).orElse(null));
  }
}
