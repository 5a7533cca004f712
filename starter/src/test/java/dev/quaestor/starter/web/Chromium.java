package dev.quaestor.starter.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real browser, the system's own. Without one its tests are skipped with one line; with {@code
 * QUAESTOR_REQUIRE_SERVERS=true} that is a failure.
 */
final class Chromium implements ExecutionCondition, ParameterResolver {
  /** Where the pictures of the pages are left for people to look at. */
  static final Path PICTURES = Path.of("target", "pages");

  private final Browser browser;

  private Chromium(Browser browser) {
    this.browser = browser;
  }

  /** What JUnit makes. */
  Chromium() {
    this(null);
  }

  private static Optional<Path> program() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (program().isPresent()) {
      return ConditionEvaluationResult.enabled("there is a browser");
    }
    var why =
        "No chromium in /usr/bin: the pages are not tried in a browser (apt install chromium)";
    if ("true".equals(System.getenv("QUAESTOR_REQUIRE_SERVERS"))) {
      throw new IllegalStateException(why + ", and QUAESTOR_REQUIRE_SERVERS=true");
    }
    System.out.println(why);
    return ConditionEvaluationResult.disabled(why);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Chromium.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Chromium.class))
        .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
        .chromium();
  }

  /** The one of a test run. */
  record Running(Playwright playwright, Chromium chromium) implements AutoCloseable {
    static Running start() {
      var playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      var browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(program().orElseThrow())
                      .setArgs(List.of("--no-sandbox")));
      return new Running(playwright, new Chromium(browser));
    }

    @Override
    public void close() {
      chromium.browser.close();
      playwright.close();
    }
  }

  /** How a person sits before it. */
  record Sight(int width, ColorScheme scheme, boolean scripts) {
    static final Sight USUAL = new Sight(1280, ColorScheme.LIGHT, true);

    Sight wide(int pixels) {
      return new Sight(pixels, scheme, scripts);
    }

    Sight dark() {
      return new Sight(width, ColorScheme.DARK, scripts);
    }

    Sight withoutScripts() {
      return new Sight(width, scheme, false);
    }
  }

  /** A browser of its own for somebody, who has signed in by the form. */
  Page signedIn(RunningStarter starter, Person person, Sight sight) {
    var page = visitor(starter, sight).newPage();
    page.navigate("/sign-in");
    page.fill("input[name=name]", person.name());
    page.fill("input[name=password]", RunningStarter.PASSWORD);
    page.click("button:has-text('Sign in')");
    page.waitForURL("**/");
    return page;
  }

  BrowserContext visitor(RunningStarter starter, Sight sight) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setBaseURL(starter.base().toString())
            .setViewportSize(sight.width(), 900)
            .setColorScheme(sight.scheme())
            .setJavaScriptEnabled(sight.scripts())
            .setTimezoneId("Europe/Berlin"));
  }

  static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }
}
