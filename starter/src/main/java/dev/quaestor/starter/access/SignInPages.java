package dev.quaestor.starter.access;

import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.SessionStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages on which people come in, go out, and choose their password. */
@Controller
class SignInPages {
  private static final String SIGN_IN_PAGE = "sign-in";
  private static final String PASSWORD_PAGE = "password";

  private final SignIns signIns;
  private final Sessions sessions;
  private final PersonStore people;
  private final Passwords passwords;
  private final People known;
  private final Provider provider;
  private final KnownBrowsers browsers;

  SignInPages(
      SignIns signIns,
      Sessions sessions,
      PersonStore people,
      Passwords passwords,
      People known,
      Provider provider,
      KnownBrowsers browsers) {
    this.browsers = browsers;
    this.provider = provider;
    this.known = known;
    this.signIns = signIns;
    this.sessions = sessions;
    this.people = people;
    this.passwords = passwords;
  }

  /**
   * @param again asks somebody who is signed in to prove once more who they are
   */
  @GetMapping(PageDoor.SIGN_IN)
  @ForAnybody
  @Nullable String ask(
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String again,
      @RequestParam(required = false) @Nullable String refused,
      @RequestParam(required = false) @Nullable String away,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    var known = sessions.find(request);
    if (known.isPresent() && again == null && refused == null && away == null) {
      PageDoor.goTo(response, ReturnAddress.of(to));
      return null;
    }
    var same = again == null ? Optional.<Person>empty() : known.map(SessionStore.Known::person);
    if (away != null) {
      model.addAttribute(
          "wrong",
          "%s cannot be reached at the moment. Nothing was decided.".formatted(provider.label()));
    } else if (refused != null) {
      model.addAttribute(
          "wrong",
          same.isPresent()
              ? "%s did not say that it is you who has just signed in. Nothing was decided."
                  .formatted(provider.label())
              : "The provider did not let you in here. Nothing was decided.");
    }
    return page(model, to, same.orElse(null));
  }

  /** Reached only where {@link ProviderSignIn} sent nobody on: the provider is away. */
  @GetMapping(ProviderSignIn.BEGIN)
  @ForAnybody
  void nowhereToGo(
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String again,
      HttpServletResponse response) {
    PageDoor.goTo(
        response,
        provider.isSet()
            ? ReturnAddress.signIn(to, ProviderSignIn.AWAY, again != null)
            : ReturnAddress.signIn(to));
  }

  @PostMapping(PageDoor.SIGN_IN)
  @ForAnybody
  @Nullable String signIn(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String again,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    // Whoever proves once more who they are stays who they are.
    var same =
        again == null ? Optional.<Person>empty() : sessions.find(request).map(k -> k.person());
    SignIns.Outcome outcome;
    try {
      outcome =
          signIns.signIn(
              same.map(Person::name).orElse(name),
              password,
              Sessions.address(request),
              browsers.find(request));
    } catch (Passwords.BusyException e) {
      outcome = new SignIns.Outcome.Wait(Duration.ofSeconds(5));
    }
    return switch (outcome) {
      case SignIns.Outcome.Welcome welcome -> {
        sessions.open(welcome.person(), request, response);
        browsers.remember(welcome.person(), request, response);
        PageDoor.goTo(
            response,
            welcome.person().mustChange()
                ? ReturnAddress.with(PageDoor.PASSWORD, to)
                : ReturnAddress.of(to));
        yield null;
      }
      case SignIns.Outcome.Wrong wrong -> {
        response.setStatus(HttpStatus.FORBIDDEN.value());
        // Not the name that was typed: it may be a password in the wrong field.
        Refusals.because(request, "wrong-password", "The name or the password was wrong");
        model.addAttribute("wrong", "The name or the password is wrong.");
        yield page(model, to, same.orElse(null));
      }
      case SignIns.Outcome.Wait wait -> {
        var seconds = Math.max(1, wait.pause().toSeconds() + 1);
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        Refusals.because(request, "locked-out", "There were too many wrong passwords");
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        model.addAttribute(
            "wrong",
            "There were too many wrong passwords. Try again in %s."
                .formatted(seconds < 60 ? "less than a minute" : (seconds / 60 + 1) + " minutes"));
        yield page(model, to, same.orElse(null));
      }
    };
  }

  /**
   * @param fixed whose password is asked for; null for anybody's
   */
  private String page(Model model, @Nullable String to, @Nullable Person fixed) {
    var address = ReturnAddress.of(to);
    model.addAttribute("to", address);
    model.addAttribute("fromALink", !address.equals(ReturnAddress.FRONT));
    model.addAttribute("again", fixed == null ? null : fixed.name());
    // Whoever proves once more who they are does it where they did before.
    var atProvider = provider.isSet() && (fixed == null || !fixed.local());
    model.addAttribute("provider", atProvider ? provider.label() : null);
    model.addAttribute("local", fixed == null || fixed.local());
    return SIGN_IN_PAGE;
  }

  /** Changes nothing: what reads mails follows links before people do. */
  @GetMapping(People.LINK_PAGE)
  @ForAnybody
  String askWithLink(@RequestParam(defaultValue = "") String code, Model model) {
    return linkPage(model, code, known.isGood(code));
  }

  private static String linkPage(Model model, String code, boolean good) {
    model.addAttribute("code", code);
    model.addAttribute("good", good);
    return "sign-in-link";
  }

  @PostMapping(People.LINK_PAGE)
  @ForAnybody
  @Nullable String signInWithLink(
      @RequestParam(defaultValue = "") String code,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    var person = known.use(code);
    if (person.isEmpty()) {
      response.setStatus(HttpStatus.FORBIDDEN.value());
      Refusals.because(request, "bad-link", "The sign-in link was used, expired or never was");
      return linkPage(model, code, false);
    }
    sessions.open(person.get(), request, response);
    PageDoor.goTo(response, PageDoor.PASSWORD);
    return null;
  }

  @PostMapping(PageDoor.SIGN_OUT)
  @ForAnybody
  void signOut(HttpServletRequest request, HttpServletResponse response) {
    sessions.end(request, response);
    PageDoor.goTo(response, PageDoor.SIGN_IN);
  }

  @GetMapping(PageDoor.PASSWORD)
  @ForAnybody
  String askForPassword(
      @RequestParam(required = false) @Nullable String to,
      Model model,
      HttpServletRequest request) {
    return passwordPage(model, to, person(request));
  }

  private String passwordPage(Model model, @Nullable String to, Person person) {
    model.addAttribute("to", ReturnAddress.of(to));
    model.addAttribute("name", person.name());
    model.addAttribute("nameless", isNameless(person));
    model.addAttribute("first", person.mustChange());
    return PASSWORD_PAGE;
  }

  /**
   * Every other session of the person is over with it.
   *
   * @param current the one until now; not asked of those who have to choose their first
   * @param name of the first administrator alone, who comes without one
   */
  @PostMapping(PageDoor.PASSWORD)
  @ForAnybody
  @Nullable String setPassword(
      @RequestParam(defaultValue = "") String current,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String repeated,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(required = false) @Nullable String to,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    var person = person(request);
    var flaw =
        !person.local()
            ? Optional.of("Your password is kept by your provider.")
            : Passwords.flaw(password, isNameless(person) ? name : person.name())
                .or(
                    () ->
                        password.equals(repeated)
                            ? Optional.empty()
                            : Optional.of("The two passwords differ."))
                .or(() -> wrongNow(person, current, password, request))
                .or(() -> isNameless(person) ? flawOfName(person, name.strip()) : Optional.empty());
    if (flaw.isPresent()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      model.addAttribute("wrong", flaw.get());
      return passwordPage(model, to, person);
    }
    var changed =
        people.setPassword(person.personId(), passwords.hash(password), false).orElseThrow();
    sessions.open(changed, request, response);
    browsers.remember(changed, request, response);
    PageDoor.goTo(response, ReturnAddress.of(to));
    return null;
  }

  /** The first administrator, until they say who they are: nothing is recorded under that name. */
  private static boolean isNameless(Person person) {
    return person.local() && person.passwordHash() == null;
  }

  private Optional<String> flawOfName(Person person, String name) {
    return switch (known.rename(person, name)) {
      case People.Named.Done done -> Optional.empty();
      case People.Named.Taken taken -> Optional.of("This name is already in use.");
      case People.Named.Flawed flawed -> Optional.of("The name " + flawed.flaw() + ".");
    };
  }

  private Optional<String> wrongNow(
      Person person, String current, String password, HttpServletRequest request) {
    if (person.mustChange()) {
      return passwords.matches(password, person.passwordHash())
          ? Optional.of("Choose a password other than the one you were given.")
          : Optional.empty();
    }
    return switch (signIns.signIn(
        person.name(), current, Sessions.address(request), browsers.find(request))) {
      case SignIns.Outcome.Welcome welcome -> Optional.empty();
      case SignIns.Outcome.Wrong wrong -> Optional.of("Your present password is wrong.");
      case SignIns.Outcome.Wait wait ->
          Optional.of("There were too many wrong passwords. Try again later.");
    };
  }

  private Person person(HttpServletRequest request) {
    return sessions
        .find(request)
        .orElseThrow(() -> new IllegalStateException("reached past the door"))
        .person();
  }
}
