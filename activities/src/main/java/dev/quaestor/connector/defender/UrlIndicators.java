package dev.quaestor.connector.defender;

import static java.time.temporal.ChronoUnit.SECONDS;

import com.google.re2j.Pattern;
import dev.quaestor.action.Left;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.IndicatorList.Effect;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.Url;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Blocks a URL by an indicator of its own: the whole URL where it names more than a host, else the
 * host. The tenant's Allow/Block List, which mail is judged by, has no API.
 */
final class UrlIndicators implements UrlBlocking {
  private static final Pattern OTHER_SCHEME = Pattern.compile("[^/?]*:(?:[^0-9].*)?");

  private static final String MARK = "[quaestor:";

  /** What a POST takes; the rest of an indicator is the back end's. */
  private static final List<String> WRITABLE =
      List.of(
          "indicatorValue",
          "indicatorType",
          "action",
          "application",
          "severity",
          "title",
          "description",
          "recommendedActions",
          "expirationTime",
          "rbacGroupNames",
          "educateUrl",
          "generateAlert");

  /** What a block says and a former entry may not: an update keeps what is not given. */
  private static final List<String> OF_A_BLOCK =
      List.of("application", "severity", "expirationTime");

  private final BackEndClient api;
  private final Indicators list;
  private final Duration blockFor;
  private final Clock clock;

  UrlIndicators(BackEndClient api, Indicators list, Duration blockFor, Clock clock) {
    this.api = api;
    this.list = list;
    this.blockFor = blockFor;
    this.clock = clock;
  }

  /** What an indicator is about. */
  private record Subject(String type, String value) {}

  private static Optional<Subject> subject(Url url) {
    var bare = url.canonical();
    var scheme = bare.indexOf("://");
    if (scheme >= 0 && !isWeb(bare.substring(0, scheme))) {
      return Optional.empty();
    }
    // javascript:, data:, mailto:; a colon before digits is a port.
    if (scheme < 0 && OTHER_SCHEME.matches(bare)) {
      return Optional.empty();
    }
    var rest = scheme >= 0 ? bare.substring(scheme + 3) : bare;
    if (rest.isEmpty() || bare.length() > 2000 || bare.chars().anyMatch(c -> c <= 0x20)) {
      return Optional.empty();
    }
    return Optional.of(
        url.wholeSite()
            .map(host -> new Subject(host.matches("[0-9.]+") ? "IpAddress" : "DomainName", host))
            .orElseGet(() -> new Subject("Url", bare)));
  }

  @Override
  public boolean knows(Url url) {
    return subject(url).isPresent();
  }

  @Override
  public Optional<String> obstacle(Url url) {
    return Optional.empty();
  }

  @Override
  public Optional<String> wholeHost(Url url) {
    return Optional.empty();
  }

  @Override
  public Optional<Entry> entry(Url url) {
    return standing(url)
        .map(
            json -> new Entry(image(json), blocks(json), BackEndJson.time(json, "expirationTime")));
  }

  @Override
  public Optional<Duration> lapsesAfter() {
    return blockFor.isZero() ? Optional.empty() : Optional.of(blockFor);
  }

  private Optional<JsonNode> standing(Url url) {
    var subject = require(url);
    var filter = "indicatorValue eq " + Request.literal(subject.value());
    return api.collect(Request.get("/api/indicators").query("$filter", filter), 100).stream()
        .filter(json -> subject.type().equalsIgnoreCase(BackEndJson.text(json, "indicatorType")))
        .filter(json -> subject.value().equalsIgnoreCase(BackEndJson.text(json, "indicatorValue")))
        .findFirst();
  }

  private static Subject require(Url url) {
    return subject(url)
        .orElseThrow(
            () -> new ConnectorException(Kind.REJECTED, "this URL cannot be an indicator"));
  }

  private boolean blocks(JsonNode json) {
    var effect = Indicators.effect(BackEndJson.textOr(json, "action", ""));
    var expires = BackEndJson.time(json, "expirationTime");
    return effect.filter(e -> e == Effect.BLOCK || e == Effect.BLOCK_AND_REMEDIATE).isPresent()
        && (expires == null || expires.isAfter(clock.instant()));
  }

  private static String image(JsonNode json) {
    var image = BackEndJson.object();
    WRITABLE.forEach(
        name -> {
          var value = BackEndJson.field(json, name);
          if (!value.isMissingNode()) {
            image.set(name, value);
          }
        });
    return image.toString();
  }

  @Override
  public Optional<String> changedSince(Url url, Left left) {
    return standing(url)
        .filter(this::blocks)
        .map(json -> BackEndJson.textOr(json, "description", ""))
        .filter(
            said ->
                left.actionIds().stream().noneMatch(id -> said.contains(MachineAction.mark(id))))
        .map(said -> "someone else has changed the indicator since");
  }

  @Override
  public Progress block(Url url, Mandate mandate) {
    var subject = require(url);
    var before = standing(url);
    if (before.filter(this::blocks).isPresent()) {
      return new Progress.Already("an indicator blocks " + subject.value() + " already");
    }
    var indicator =
        BackEndJson.object()
            .put("indicatorValue", subject.value())
            .put("indicatorType", subject.type())
            .put("action", "Block")
            .put("title", "Blocked by Quaestor")
            .put("description", MachineActions.comment(mandate))
            .put("severity", "High")
            .put("application", "Quaestor");
    // Written even when it is null: an update keeps what is not given, and an old entry may be the
    // one that expired.
    var until = lapsesAfter().map(clock.instant()::plus).map(t -> t.truncatedTo(SECONDS));
    if (until.isPresent()) {
      indicator.put("expirationTime", until.get().toString());
    } else {
      indicator.putNull("expirationTime");
    }
    write(Request.post("/api/indicators", indicator));
    return new Progress.Done(
        "an indicator blocks %s %s"
            .formatted(
                subject.value(),
                until.map(t -> "until " + t + ", when it lapses").orElse("until it is removed")));
  }

  @Override
  public Progress unblock(Url url, @Nullable String before, Mandate mandate) {
    var now = standing(url);
    if (before != null) {
      return putBack(now, parse(before));
    }
    if (now.isEmpty()) {
      return new Progress.Already("no indicator names this URL");
    }
    if (!isOurs(now.get())) {
      return changedSince();
    }
    var id = BackEndJson.textOr(now.get(), "id", "-");
    BackEndClient.ifThere(() -> write(Request.delete("/api/indicators/{id}", id)));
    return new Progress.Done("the indicator is gone");
  }

  /** What broke on the way may have been written all the same. */
  private JsonNode write(Request change) {
    try {
      return api.call(change);
    } finally {
      list.outdated();
    }
  }

  private static Progress changedSince() {
    return new Progress.Failed(
        "CHANGED_SINCE",
        "someone else set or changed the indicator, so it was left in place; to unblock the URL, "
            + "delete the indicator in Microsoft Defender under Settings > Endpoints > Indicators");
  }

  private Progress putBack(Optional<JsonNode> now, ObjectNode before) {
    if (now.isPresent() && image(now.get()).equals(image(before))) {
      return new Progress.Already("the former indicator is in place");
    }
    if (now.isPresent() && !isOurs(now.get())) {
      return changedSince();
    }
    OF_A_BLOCK.stream().filter(name -> !before.has(name)).forEach(before::putNull);
    write(Request.post("/api/indicators", before));
    return new Progress.Done("the former indicator is in place again");
  }

  private static ObjectNode parse(String image) {
    try {
      if (BackEndJson.parse(image) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException notJson) {
      // Said below.
    }
    throw new ConnectorException(Kind.REJECTED, "the recorded former indicator is not JSON");
  }

  /** Whether an action of ours wrote it; a person who wants to keep it gives it other words. */
  static boolean isOurs(JsonNode indicator) {
    return BackEndJson.textOr(indicator, "description", "").contains(MARK);
  }

  private static boolean isWeb(String scheme) {
    return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
  }
}
