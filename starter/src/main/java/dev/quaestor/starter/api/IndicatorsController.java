package dev.quaestor.starter.api;

import dev.quaestor.authority.Author;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Indicator;
import dev.quaestor.starter.ledger.IndicatorStore;
import dev.quaestor.starter.ledger.IndicatorType;
import dev.quaestor.starter.view.IndicatorView;
import dev.quaestor.starter.view.PageView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(
    name = "Indicators",
    description =
        "What the organisation itself allows and blocks. To allow a sender counts only for mail that"
            + " its own mail server confirmed to be from that sender.")
@RestController
@RequestMapping("/api/v1/indicators")
class IndicatorsController {
  private static final int MOST_AT_ONCE = 500;
  private static final int LONGEST_VALUE = 2048;
  private static final int LONGEST_TITLE = 200;

  private final IndicatorStore indicators;

  IndicatorsController(IndicatorStore indicators) {
    this.indicators = indicators;
  }

  /**
   * An indicator to be listed.
   *
   * @param deviceGroups the policy's device groups in which it counts; none for everywhere
   * @param expiresAt null for never
   */
  @Schema(name = "NewIndicator")
  record NewIndicator(
      @Nullable IndicatorType type,
      @Nullable String value,
      IndicatorMatch.@Nullable Effect effect,
      @Nullable List<String> deviceGroups,
      @Nullable String title,
      @Nullable String description,
      @Nullable Instant expiresAt) {

    /**
     * @param at where it stands in the body, as {@code [3].}; empty for the whole
     */
    Indicator.Wish wish(String at) {
      if (type == null) {
        throw bad(at + "type", "is missing: one of " + List.of(IndicatorType.values()));
      }
      if (effect == null) {
        throw bad(at + "effect", "is missing: ALLOW or BLOCK");
      }
      var text = ApiTexts.bounded(at + "value", value, LONGEST_VALUE);
      if (text == null || type.canonical(text).isEmpty()) {
        throw bad(at + "value", text == null ? "is missing" : "is no " + type);
      }
      var heading = ApiTexts.bounded(at + "title", title, LONGEST_TITLE);
      if (heading == null) {
        throw bad(at + "title", "is missing: why is the value listed?");
      }
      if (expiresAt != null && !expiresAt.isAfter(Instant.now())) {
        throw bad(at + "expiresAt", "is in the past");
      }
      return new Indicator.Wish(
          type, text, effect, groups(at), heading, ApiTexts.comment(description), expiresAt);
    }

    private List<String> groups(String at) {
      var groups = new ArrayList<String>();
      for (var group : deviceGroups == null ? List.<String>of() : deviceGroups) {
        var name = ApiTexts.bounded(at + "deviceGroups", group, LONGEST_TITLE);
        if (name == null) {
          throw bad(at + "deviceGroups", "has an empty name");
        }
        groups.add(name);
      }
      return groups;
    }

    private static ProblemException bad(String field, String message) {
      return new ProblemException(ApiProblem.badField(field, message));
    }
  }

  /** What became of each of many. */
  @Schema(name = "IndicatorImport")
  record ImportView(List<ImportItem> items, int listed, int refused) {}

  /** One of many: the indicator, or why it is not listed. */
  @Schema(name = "IndicatorImportItem")
  record ImportItem(int index, @Nullable IndicatorView indicator, @Nullable String refusal) {}

  @Operation(
      summary = "List a value",
      description =
          "An allowed value is never acted on, whatever else is found. A blocked value is "
              + "treated as malicious. Applies to investigations that start from now on. Listing "
              + "the same value again changes its entry; if the value is listed with the other "
              + "effect, the answer is 409.")
  @PostMapping
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER, AccessRole.OPERATOR})
  ResponseEntity<IndicatorView> put(
      @RequestBody NewIndicator body, @Parameter(hidden = true) Caller caller) {
    return switch (indicators.put(body.wish(""), caller.author())) {
      case IndicatorStore.Put.Stands stands ->
          ResponseEntity.status(stands.created() ? HttpStatus.CREATED : HttpStatus.OK)
              .body(IndicatorView.of(stands.indicator()));
      case IndicatorStore.Put.Contradicts other -> throw new ProblemException(contradiction(other));
      case IndicatorStore.Put.NotYours other ->
          throw new ProblemException(notYours(other.standing()));
      case IndicatorStore.Put.Full full -> throw new ProblemException(full());
    };
  }

  private static ApiProblem notYours(Indicator standing) {
    return ApiProblem.forbidden(
        "Indicator %s belongs to an approver for %s: changing it requires that role"
            .formatted(standing.indicatorId(), standing.remit().areas()));
  }

  private static ApiProblem contradiction(IndicatorStore.Put.Contradicts other) {
    return ApiProblem.of(
            HttpStatus.CONFLICT,
            "contradiction",
            "The value is listed with the other effect",
            "%s is listed as %s by indicator %s: remove or change that one first."
                .formatted(
                    ApiTexts.shown(other.standing().value()),
                    other.standing().effect(),
                    other.standing().indicatorId()))
        .at("effect", null, null);
  }

  private static ApiProblem full() {
    return ApiProblem.of(
        HttpStatus.CONFLICT,
        "indicators-full",
        "The list is full",
        "At most %d indicators can be listed; remove some first.".formatted(IndicatorStore.MOST));
  }

  @Operation(
      summary = "List many values",
      description =
          "At most 500 at once. Each is accepted or refused on its own, with its index and "
              + "the reason.")
  @PostMapping("/import")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER, AccessRole.OPERATOR})
  ImportView importAll(
      @RequestBody List<@Nullable NewIndicator> body, @Parameter(hidden = true) Caller caller) {
    if (body.size() > MOST_AT_ONCE) {
      throw new ProblemException(
          ApiProblem.badField(
              "[" + MOST_AT_ONCE + "]", "at most 500 indicators are accepted at once"));
    }
    var items = new ArrayList<ImportItem>();
    for (int i = 0; i < body.size(); i++) {
      items.add(importOne(i, body.get(i), caller.author()));
    }
    int listed = (int) items.stream().filter(item -> item.indicator() != null).count();
    return new ImportView(items, listed, items.size() - listed);
  }

  private ImportItem importOne(int index, @Nullable NewIndicator wanted, Author by) {
    if (wanted == null) {
      return new ImportItem(index, null, "it is null");
    }
    try {
      return switch (indicators.put(wanted.wish("[" + index + "]."), by)) {
        case IndicatorStore.Put.Stands stands ->
            new ImportItem(index, IndicatorView.of(stands.indicator()), null);
        case IndicatorStore.Put.Contradicts other ->
            new ImportItem(index, null, contradiction(other).detail());
        case IndicatorStore.Put.NotYours other ->
            new ImportItem(index, null, notYours(other.standing()).detail());
        case IndicatorStore.Put.Full full -> new ImportItem(index, null, full().detail());
      };
    } catch (ProblemException refused) {
      return new ImportItem(index, null, refused.problem().detail());
    }
  }

  @Operation(summary = "List indicators", description = "Newest first, expired ones included.")
  @GetMapping
  @Allowed(AccessRole.VIEWER)
  PageView<IndicatorView> list(
      @RequestParam(required = false) IndicatorMatch.@Nullable Effect effect,
      @RequestParam(required = false) @Nullable IndicatorType type,
      @Parameter(description = "Words in the value, title or description")
          @RequestParam(required = false)
          @Nullable String q,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageView.of(
        indicators.list(effect, type, Filters.text(q), Filters.page(page), Filters.size(size)),
        IndicatorView::of);
  }

  @Operation(summary = "One indicator")
  @GetMapping("/{id}")
  @Allowed(AccessRole.VIEWER)
  IndicatorView get(@PathVariable String id) {
    return indicators.find(id).map(IndicatorView::of).orElseThrow(() -> unknown(id));
  }

  @Operation(
      summary = "Change an indicator",
      description = "Everything but its type and value can be changed.")
  @PutMapping("/{id}")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER, AccessRole.OPERATOR})
  IndicatorView change(
      @PathVariable String id,
      @RequestBody NewIndicator body,
      @Parameter(hidden = true) Caller caller) {
    var standing = indicators.find(id).orElseThrow(() -> unknown(id));
    requireOwn(standing, caller);
    var wish = body.wish("");
    if (wish.type() != standing.type()
        || !wish.type().canonical(wish.value()).equals(java.util.Optional.of(standing.value()))) {
      throw new ProblemException(
          ApiProblem.badField("value", "cannot be changed: remove this one and list the other"));
    }
    return indicators
        .replace(id, wish, caller.author())
        .map(IndicatorView::of)
        .orElseThrow(() -> unknown(id));
  }

  @Operation(
      summary = "Remove an indicator",
      description = "Takes effect immediately; running investigations keep using it.")
  @DeleteMapping("/{id}")
  @Allowed({AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER, AccessRole.OPERATOR})
  IndicatorView remove(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
    requireOwn(indicators.find(id).orElseThrow(() -> unknown(id)), caller);
    return indicators.remove(id).map(IndicatorView::of).orElseThrow(() -> unknown(id));
  }

  /**
   * An allowance holds back what would run by itself: whoever takes it away must be able to run it.
   */
  private static void requireOwn(Indicator standing, Caller caller) {
    if (!caller.author().remit().covers(standing.remit())) {
      throw new ProblemException(notYours(standing));
    }
  }

  private static ProblemException unknown(String id) {
    return new ProblemException(ApiProblem.notFound("indicator", id));
  }
}
