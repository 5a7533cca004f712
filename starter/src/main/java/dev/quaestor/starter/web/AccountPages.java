package dev.quaestor.starter.web;

import dev.quaestor.action.Area;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.Mine;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.text.Storable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What is a person's own: tokens, and the browsers in which they are signed in. A token's secret is
 * in the answer to the form that made it and nowhere else: a redirect would have to keep it
 * somewhere until it is shown.
 */
@Controller
class AccountPages {
  private static final String ACCOUNT = "/account";
  private static final int MOST_GROUPS = 100;
  private static final int LONGEST_GROUP = 200;

  private final Mine mine;
  private final Pages pages;

  AccountPages(Mine mine, Pages pages) {
    this.mine = mine;
    this.pages = pages;
  }

  /** How long a token is good for. */
  enum Life {
    WEEK("7 days", 7),
    MONTH("30 days", 30),
    QUARTER("90 days", 90),
    YEAR("365 days", 365);

    private final String title;
    private final Duration length;

    Life(String title, int days) {
      this.title = title;
      this.length = Duration.ofDays(days);
    }
  }

  /** The form for a token, as it was filled in. */
  record Form(String label, Set<AccessRole> roles, Life life, String groups, Set<Area> areas) {
    /** Nothing is chosen for anybody: what is not narrowed is a token that can do all they can. */
    static final Form EMPTY = new Form("", Set.of(), Life.MONTH, "", Set.of());

    /** Empty lists narrow nothing. */
    Scope scope() {
      var named =
          Arrays.stream(groups.split(","))
              .map(String::strip)
              .filter(g -> !g.isEmpty())
              .collect(Collectors.toSet());
      return new Scope(named.isEmpty() ? null : named, areas.isEmpty() ? null : areas);
    }

    public boolean narrows() {
      return !scope().isAll();
    }

    @Nullable String flaw() {
      var named = scope().groups();
      return named != null
              && (named.size() > MOST_GROUPS
                  || named.stream().anyMatch(g -> g.length() > LONGEST_GROUP))
          ? "The device groups must be at most %d names.".formatted(MOST_GROUPS)
          : null;
    }
  }

  /**
   * A token that was made just now.
   *
   * @param secret what nobody can be told again
   */
  record Made(String label, String secret) {}

  @GetMapping(ACCOUNT)
  @Allowed(AccessRole.VIEWER)
  String account(HttpServletRequest request, Caller caller, Model model) {
    return page(Form.EMPTY, null, request, caller, model);
  }

  private String page(
      Form form, @Nullable String flaw, HttpServletRequest request, Caller caller, Model model) {
    var moments = pages.frame(model, request, caller, "account");
    model.addAttribute(
        "sheet",
        AccountSheet.of(
            caller,
            mine.hasPassword(caller),
            mine.tokens(caller),
            mine.sessions(caller),
            mine.here(request),
            moments));
    model.addAttribute("form", form);
    model.addAttribute("flaw", flaw);
    model.addAttribute(
        "roles",
        Arrays.stream(AccessRole.values())
            .filter(role -> caller.mayGive(Set.of(role)))
            .map(
                role ->
                    new PendingController.Choice(
                        role.name(), Words.upper(Words.role(role)), form.roles().contains(role)))
            .toList());
    model.addAttribute(
        "lives",
        Arrays.stream(Life.values())
            .map(life -> new PendingController.Choice(life.name(), life.title, life == form.life()))
            .toList());
    model.addAttribute(
        "areas",
        Arrays.stream(Area.values())
            .filter(caller.scope()::has)
            .map(
                area ->
                    new PendingController.Choice(
                        area.name(), Words.upper(Words.area(area)), form.areas().contains(area)))
            .toList());
    return "account";
  }

  @PostMapping("/account/tokens")
  @Allowed(AccessRole.VIEWER)
  String make(
      @RequestParam(defaultValue = "") String label,
      @RequestParam(required = false) @Nullable Set<AccessRole> role,
      @RequestParam(defaultValue = "MONTH") Life life,
      @RequestParam(defaultValue = "") String groups,
      @RequestParam(required = false) @Nullable Set<Area> area,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    var form =
        new Form(
            Storable.of(label.strip()),
            role == null ? Set.of() : role,
            life,
            Storable.of(groups.strip()),
            area == null ? Set.of() : area);
    var flaw = form.flaw();
    if (flaw != null) {
      return refused(form, flaw, request, response, caller, model);
    }
    var expiresAt = pages.moments(request).now().plus(life.length);
    return switch (mine.addToken(caller, form.label(), form.roles(), form.scope(), expiresAt)) {
      case Mine.Added.Done done -> {
        model.addAttribute("made", new Made(form.label(), done.secret()));
        yield page(Form.EMPTY, null, request, caller, model);
      }
      case Mine.Added.Flawed flawed ->
          refused(form, sentence(flawed), request, response, caller, model);
      case Mine.Added.NoPerson none ->
          throw PageRefusal.of(
              HttpStatus.FORBIDDEN,
              "Only people who sign in have tokens of their own.",
              "Nothing was made.");
    };
  }

  private String refused(
      Form form,
      String flaw,
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      Model model) {
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(form, flaw, request, caller, model);
  }

  private static String sentence(Mine.Added.Flawed flawed) {
    var field =
        switch (flawed.field()) {
          case "label" -> "The name";
          case "roles" -> "What it may do";
          default -> "Its life";
        };
    return Words.sentence(field + " " + flawed.flaw());
  }

  @GetMapping("/account/tokens/{id}/revoke")
  @Allowed(AccessRole.VIEWER)
  String askToRevoke(
      @PathVariable String id, HttpServletRequest request, Caller caller, Model model) {
    var moments = pages.frame(model, request, caller, "account");
    model.addAttribute(
        "token",
        mine.tokens(caller).stream()
            .filter(t -> t.tokenId().equals(id) && t.isActive(moments.now()))
            .findFirst()
            .map(t -> AccountSheet.Token.of(t, moments))
            .orElseThrow(() -> PageRefusal.notFound("token")));
    return Pages.isPart(request) ? "revoke :: dialog" : "revoke";
  }

  @PostMapping("/account/tokens/{id}/revoke")
  @Allowed(AccessRole.VIEWER)
  String revoke(@PathVariable String id, Caller caller) {
    if (mine.revokeToken(caller, id).isEmpty()) {
      throw PageRefusal.notFound("token");
    }
    return "redirect:" + ACCOUNT;
  }

  @PostMapping("/account/sessions/end")
  @Allowed(AccessRole.VIEWER)
  String endSession(@RequestParam String session, Caller caller) {
    if (!mine.endSession(caller, session)) {
      throw PageRefusal.notFound("session");
    }
    return "redirect:" + ACCOUNT;
  }

  @PostMapping("/account/sessions/end-others")
  @Allowed(AccessRole.VIEWER)
  String endOthers(HttpServletRequest request, Caller caller) {
    mine.endOtherSessions(caller, request);
    return "redirect:" + ACCOUNT;
  }
}
