package dev.quaestor.starter.web;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.PolicyRevision;
import dev.quaestor.starter.ledger.PolicyStore;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The policy in words, and every revision of it. */
@Controller
class PolicyPages {
  static final String TAB = "policy";

  private static final Duration FIGURES = Duration.ofDays(30);
  private static final int ROWS = 50;

  private final PolicyStore policies;
  private final Ledger ledger;
  private final Pages pages;

  PolicyPages(PolicyStore policies, Ledger ledger, Pages pages) {
    this.policies = policies;
    this.ledger = ledger;
    this.pages = pages;
  }

  /** A revision in the list of all. */
  record Row(int number, String at, String machine, String author, @Nullable String comment) {
    static Row of(PolicyRevision revision, Moments moments) {
      return new Row(
          revision.number(),
          moments.at(revision.at()),
          moments.machine(revision.at()),
          revision.author(),
          revision.comment());
    }
  }

  @GetMapping("/policy")
  @Allowed(AccessRole.VIEWER)
  String policy(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    Query.of(given, Set.of());
    var moments = pages.frame(model, request, caller, TAB);
    var statistics = ledger.ruleStatistics(moments.now().minus(FIGURES));
    model.addAttribute("policy", PolicySheet.of(current(policies), statistics, moments));
    model.addAttribute("mayChange", mayChange(caller));
    return "policy";
  }

  @GetMapping("/policy/revisions")
  @Allowed(AccessRole.VIEWER)
  String revisions(
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var query = Query.of(given, Set.of("page"));
    var moments = pages.frame(model, request, caller, TAB);
    var number = query.page();
    var page = policies.history(number - 1, ROWS);
    model.addAttribute("rows", page.items().stream().map(r -> Row.of(r, moments)).toList());
    model.addAttribute(
        "previous",
        number == 1
            ? null
            : query.with("/policy/revisions", "page", number == 2 ? null : "" + (number - 1)));
    model.addAttribute(
        "next",
        (long) number * ROWS < page.total()
            ? query.with("/policy/revisions", "page", "" + (number + 1))
            : null);
    return "revisions";
  }

  /** One revision, beside the one before it or another that is named. */
  @GetMapping("/policy/revisions/{number}")
  @Allowed(AccessRole.VIEWER)
  String revision(
      @PathVariable String number,
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request,
      Caller caller,
      Model model) {
    var query = Query.of(given, Set.of("against"));
    var moments = pages.frame(model, request, caller, TAB);
    var revision = known(policies, number);
    var against = query.text("against");
    var other =
        against == null
            ? policies.revision(revision.number() - 1).orElse(null)
            : known(policies, against);
    model.addAttribute("revision", Row.of(revision, moments));
    model.addAttribute("yaml", revision.yaml());
    model.addAttribute("inForce", revision.number() == current(policies).number());
    model.addAttribute("diff", other == null ? null : Diff.between(other, revision));
    model.addAttribute("mayChange", mayChange(caller));
    return "revision";
  }

  /** The text as it was put, to keep. */
  @GetMapping("/policy/revisions/{number}/yaml")
  @Allowed(AccessRole.VIEWER)
  ResponseEntity<byte[]> yaml(@PathVariable String number) {
    var revision = known(policies, number);
    return ResponseEntity.ok()
        .contentType(new MediaType("application", "yaml", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("policy-revision-%d.yaml".formatted(revision.number()))
                .build()
                .toString())
        .body(revision.yaml().getBytes(StandardCharsets.UTF_8));
  }

  static boolean mayChange(Caller caller) {
    // The policy is about all groups: who is confined to some would act on the others by it.
    return caller.holdsAny(AccessRole.OPERATOR) && caller.scope().isAll();
  }

  static PolicyRevision current(PolicyStore policies) {
    return policies
        .current()
        .orElseThrow(
            () ->
                PageRefusal.of(
                    HttpStatus.NOT_FOUND,
                    "There is no policy yet.",
                    "It comes with the first start of the server."));
  }

  /** A number that is none is a revision that is not there. */
  static PolicyRevision known(PolicyStore policies, String number) {
    return Optional.of(number)
        .filter(
            n -> n.length() < 10 && !n.isEmpty() && n.chars().allMatch(c -> c >= '0' && c <= '9'))
        .flatMap(n -> policies.revision(Integer.parseInt(n)))
        .orElseThrow(() -> PageRefusal.notFound("revision of the policy"));
  }
}
