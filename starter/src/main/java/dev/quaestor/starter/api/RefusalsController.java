package dev.quaestor.starter.api;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Refusals;
import dev.quaestor.starter.ledger.AccessRefusal;
import dev.quaestor.starter.ledger.RefusalStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Users")
@RestController
@RequestMapping("/api/v1/refusals")
class RefusalsController {
  private static final int MOST = 500;

  private final Refusals refusals;
  private final RefusalStore store;

  RefusalsController(Refusals refusals, RefusalStore store) {
    this.refusals = refusals;
    this.store = store;
  }

  /** What was refused, all that is alike within a minute. */
  @Schema(name = "Refusal")
  record RefusalView(
      Instant at,
      String who,
      @Schema(description = "Who for machines; empty for nobody") String whoId,
      String address,
      String what,
      @Schema(description = "not-signed-in, bad-token, not-allowed, wrong-password, …") String kind,
      String why,
      long times) {
    static RefusalView of(AccessRefusal refusal) {
      return new RefusalView(
          refusal.at(),
          refusal.who(),
          refusal.whoId(),
          refusal.address(),
          refusal.what(),
          refusal.kind(),
          refusal.why(),
          refusal.times());
    }
  }

  /** Some of them. */
  @Schema(name = "Refusals")
  record RefusalList(
      List<RefusalView> items,
      @Schema(description = "Send as before to go on; absent at the end") @Nullable Long next) {}

  @Operation(
      summary = "List what was refused",
      description = "Newest first, for 90 days; all that is alike within a minute is one.")
  @GetMapping
  @Allowed(value = AccessRole.ADMIN, everything = true)
  RefusalList list(
      @Parameter(description = "next of the list before") @RequestParam(required = false)
          @Nullable Long before,
      @Parameter(description = "1 to 500") @RequestParam(defaultValue = "100") int size) {
    if (size < 1 || size > MOST) {
      throw new ProblemException(ApiProblem.badField("size", "must be 1 to " + MOST));
    }
    refusals.write();
    var part = store.list(before, size);
    return new RefusalList(part.items().stream().map(RefusalView::of).toList(), part.next());
  }
}
