package dev.quaestor.starter.api;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.webhook.Webhooks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Webhooks", description = "Webhooks and the state of their deliveries")
@RestController
@RequestMapping("/api/v1/webhooks")
class WebhooksController {
  private final Webhooks webhooks;

  WebhooksController(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  /**
   * A receiver, without its secret.
   *
   * @param origin scheme, host and port of its address; the rest may be a secret
   * @param waiting investigations with something to be sent
   * @param failing those of them whose last try failed
   * @param lagSeconds for how long the slowest of them has had something to be sent
   */
  @Schema(name = "Webhook")
  record WebhookView(
      String name,
      String origin,
      List<String> events,
      boolean disabled,
      @Nullable Instant disabledAt,
      @Nullable String disabledBecause,
      int waiting,
      int failing,
      @Nullable Long lagSeconds,
      @Nullable String lastError) {
    static WebhookView of(Webhooks.State state) {
      return new WebhookView(
          state.name(),
          state.origin(),
          state.events(),
          state.disabled(),
          state.disabledAt(),
          state.disabledBecause(),
          state.waiting(),
          state.failing(),
          state.lagSeconds(),
          state.lastError());
    }
  }

  /** All receivers. */
  @Schema(name = "Webhooks")
  record WebhookList(List<WebhookView> items) {}

  /** There is nothing to say with it. */
  @Schema(name = "WebhookPing")
  record Ping() {}

  /** What came of a test. */
  @Schema(name = "WebhookTest")
  record TestView(String name, boolean delivered, String sentence) {}

  @Operation(
      summary = "List webhooks",
      description =
          "The configured webhooks, with what is waiting to be sent to each and its last "
              + "failure. Secrets are never shown, and of an address only scheme, host and port.")
  @GetMapping
  @Allowed(value = AccessRole.ADMIN, everything = true)
  WebhookList list() {
    return new WebhookList(webhooks.states().stream().map(WebhookView::of).toList());
  }

  @Operation(
      summary = "Test a webhook",
      description =
          "Sends a signed CloudEvent of type dev.quaestor.webhook.ping once and returns the "
              + "result. If the receiver was disabled and accepts it, it is enabled again.")
  @PostMapping("/{name}/test")
  @Allowed(value = AccessRole.ADMIN, everything = true)
  TestView test(@PathVariable String name, @RequestBody(required = false) @Nullable Ping body) {
    return webhooks
        .test(name)
        .map(r -> new TestView(name, r.delivered(), r.sentence()))
        .orElseThrow(() -> new ProblemException(ApiProblem.notFound("webhook", name)));
  }
}
