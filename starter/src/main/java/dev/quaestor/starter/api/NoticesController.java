package dev.quaestor.starter.api;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.notice.Notices;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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

@Tag(name = "Notices", description = "Whom mail and chat call")
@RestController
@RequestMapping("/api/v1/notices")
class NoticesController {
  private final Notices notices;

  NoticesController(Notices notices) {
    this.notices = notices;
  }

  /**
   * A receiver, without its address, which may be a secret.
   *
   * @param kind mail, slack or teams
   * @param waiting investigations of which it has something to be told
   * @param failing those of them whose last try failed
   * @param testSaid what came of the last test
   */
  @Schema(name = "Notice")
  record NoticeView(
      String name,
      String kind,
      @Nullable Instant disabledAt,
      @Nullable String disabledBecause,
      int waiting,
      int failing,
      @Nullable Instant waitingSince,
      @Nullable Instant failingSince,
      @Nullable String lastError,
      @Nullable Instant testedAt,
      @Nullable String testedBy,
      @Nullable String testSaid) {
    static NoticeView of(Notices.State state) {
      return new NoticeView(
          state.name(),
          state.kind(),
          state.disabledAt(),
          state.disabledBecause(),
          state.waiting(),
          state.failing(),
          state.waitingSince(),
          state.failingSince(),
          state.lastError(),
          state.testedAt(),
          state.testedBy(),
          state.testSaid());
    }
  }

  /** All receivers. */
  @Schema(name = "Notices")
  record NoticeList(List<NoticeView> items) {}

  /** There is nothing to say with it. */
  @Schema(name = "NoticePing")
  record Ping() {}

  /** What came of a test. */
  @Schema(name = "NoticeTest")
  record TestView(String name, boolean delivered, String sentence) {}

  @Operation(
      summary = "List the receivers of notices",
      description =
          "The configured receivers, with what is waiting to be told to each, its last failure and"
              + " its last test. Addresses are never shown.")
  @GetMapping
  @Allowed(value = AccessRole.ADMIN, everything = true)
  NoticeList list() {
    return new NoticeList(notices.states().stream().map(NoticeView::of).toList());
  }

  @Operation(
      summary = "Send a test notice",
      description =
          "Sends a notice that says that it is a test once, records who sent it and what came of"
              + " it, and returns that. If the receiver was disabled and accepts it, it is enabled"
              + " again.")
  @PostMapping("/{name}/test")
  @Allowed(value = AccessRole.ADMIN, everything = true)
  TestView test(
      @PathVariable String name,
      @RequestBody(required = false) @Nullable Ping body,
      @Parameter(hidden = true) Caller caller) {
    return notices
        .test(name, caller.name())
        .map(r -> new TestView(name, r.delivered(), r.sentence()))
        .orElseThrow(() -> new ProblemException(ApiProblem.notFound("notice", name)));
  }
}
