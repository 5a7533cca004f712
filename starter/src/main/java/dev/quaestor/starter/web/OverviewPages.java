package dev.quaestor.starter.web;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.api.HealthCheck;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.notice.Notices;
import dev.quaestor.starter.view.OverviewView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How the work goes and what it stands on, for whoever answers for it. */
@Controller
class OverviewPages {
  private static final List<String> SPANS = List.of("4", "12", "26");
  private static final String USUAL = "12";

  private final Ledger ledger;
  private final HealthCheck health;
  private final Notices notices;
  private final Pages pages;

  OverviewPages(Ledger ledger, HealthCheck health, Notices notices, Pages pages) {
    this.ledger = ledger;
    this.health = health;
    this.notices = notices;
    this.pages = pages;
  }

  @GetMapping("/overview")
  @Allowed(AccessRole.VIEWER)
  String overview(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var query = Query.of(given, Set.of("weeks"));
    var weeks = Objects.requireNonNullElse(query.oneOf("weeks", SPANS), USUAL);
    var moments = pages.frame(model, request, caller, "overview");
    var view =
        OverviewView.of(ledger.waiting(caller.decides()), ledger.overview(Integer.parseInt(weeks)));
    model.addAttribute("overview", OverviewSheet.of(view, health.now(), moments));
    model.addAttribute(
        "receivers",
        caller.holdsAny(AccessRole.ADMIN) && caller.scope().isAll()
            ? notices.states().stream().map(s -> Receiver.of(s, moments)).toList()
            : List.of());
    model.addAttribute(
        "spans",
        SPANS.stream()
            .map(s -> new PendingController.Choice(s, s + " weeks", s.equals(weeks)))
            .toList());
    return "overview";
  }

  /** A receiver of notices, to those who may test it. */
  record Receiver(String name, String kind, String tested) {
    static Receiver of(Notices.State state, Moments moments) {
      var at = state.testedAt();
      return new Receiver(
          state.name(),
          state.kind(),
          at == null
              ? "Never tested"
              : "Tested by %s, %s: %s"
                  .formatted(
                      String.valueOf(state.testedBy()),
                      moments.at(at),
                      String.valueOf(state.testSaid())));
    }
  }

  /** Sends a test notice; what came of it stands beside its receiver. */
  @PostMapping("/overview/notices/{name}/test")
  @Allowed(value = AccessRole.ADMIN, everything = true)
  String test(@PathVariable String name, Caller caller) {
    if (notices.test(name, caller.name()).isEmpty()) {
      throw PageRefusal.notFound("receiver of notices");
    }
    return "redirect:/overview#notices";
  }
}
