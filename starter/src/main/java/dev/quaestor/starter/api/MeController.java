package dev.quaestor.starter.api;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.Mine;
import dev.quaestor.starter.ledger.ApiToken;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Me", description = "What is a user's own: tokens and sessions")
@RestController
@RequestMapping("/api/v1/me")
class MeController {
  private final Mine mine;

  MeController(Mine mine) {
    this.mine = mine;
  }

  /** A token of one's own to be made. */
  @Schema(name = "NewOwnToken")
  record NewOwnToken(
      @Schema(description = "What you call it") @Nullable String label,
      @Schema(description = "Of those that you hold") @Nullable List<String> roles,
      @Nullable ScopeBody scope,
      @Schema(description = "At most 365 days from now") @Nullable Instant expiresAt) {}

  /** A token of one's own. */
  @Schema(name = "OwnToken")
  record OwnTokenView(
      String tokenId,
      String label,
      List<String> roles,
      @Nullable ScopeBody scope,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Schema(description = "To the minute; absent for never") @Nullable Instant lastUsedAt,
      boolean active,
      @Schema(description = "The secret; only in the answer to the call that created it")
          @Nullable String token) {
    static OwnTokenView of(ApiToken known, @Nullable String secret) {
      return new OwnTokenView(
          known.tokenId(),
          known.name(),
          List.copyOf(new TreeSet<>(known.roles())),
          ScopeBody.of(known.scope()),
          known.createdAt(),
          known.expiresAt(),
          known.revokedAt(),
          known.usedAt(),
          known.isActive(Instant.now()),
          secret);
    }
  }

  /** All of one's own. */
  @Schema(name = "OwnTokens")
  record OwnTokenList(List<OwnTokenView> items) {}

  /** A browser in which one is signed in. */
  @Schema(name = "Session")
  record SessionView(
      String sessionId, Instant signedInAt, Instant seenAt, String address, String browser) {
    static SessionView of(Mine.Session session) {
      return new SessionView(
          session.id(),
          session.signedInAt(),
          session.seenAt(),
          session.address(),
          session.browser());
    }
  }

  /** All of one's own. */
  @Schema(name = "Sessions")
  record SessionList(List<SessionView> items) {}

  @Operation(
      summary = "Create a token of your own",
      description =
          "What is done with it is done by you. It gives no more than you have at each use, and"
              + " dies with your access. The secret is in this answer and nowhere else. Service"
              + " tokens cannot create any.")
  @PostMapping("/tokens")
  @ResponseStatus(HttpStatus.CREATED)
  @Allowed(AccessRole.VIEWER)
  OwnTokenView make(@RequestBody NewOwnToken body, @Parameter(hidden = true) Caller caller) {
    var roles =
        TokensController.roles(body.roles()).stream()
            .map(AccessRole::ofWireName)
            .collect(Collectors.toSet());
    var label = body.label() == null ? "" : body.label().strip();
    return switch (mine.addToken(
        caller, label, roles, ScopeBody.read(body.scope()), body.expiresAt())) {
      case Mine.Added.Done done -> OwnTokenView.of(done.token(), done.secret());
      case Mine.Added.Flawed flawed ->
          throw new ProblemException(ApiProblem.badField(flawed.field(), flawed.flaw()));
      case Mine.Added.NoPerson none -> throw new ProblemException(noPerson());
    };
  }

  @Operation(
      summary = "List your own tokens",
      description = "Including those that are revoked or expired.")
  @GetMapping("/tokens")
  @Allowed(AccessRole.VIEWER)
  OwnTokenList list(@Parameter(hidden = true) Caller caller) {
    return new OwnTokenList(
        mine.tokens(caller).stream().map(t -> OwnTokenView.of(t, null)).toList());
  }

  @Operation(summary = "Revoke a token of your own", description = "Takes effect immediately.")
  @DeleteMapping("/tokens/{id}")
  @Allowed(AccessRole.VIEWER)
  OwnTokenView revoke(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
    return mine.revokeToken(caller, id)
        .map(t -> OwnTokenView.of(t, null))
        .orElseThrow(() -> new ProblemException(ApiProblem.notFound("token", id)));
  }

  @Operation(summary = "List the browsers in which you are signed in")
  @GetMapping("/sessions")
  @Allowed(AccessRole.VIEWER)
  SessionList sessions(@Parameter(hidden = true) Caller caller) {
    return new SessionList(mine.sessions(caller).stream().map(SessionView::of).toList());
  }

  @Operation(summary = "Sign a browser of yours out", description = "Takes effect immediately.")
  @DeleteMapping("/sessions/{id}")
  @Allowed(AccessRole.VIEWER)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void end(@PathVariable String id, @Parameter(hidden = true) Caller caller) {
    if (!mine.endSession(caller, id)) {
      throw new ProblemException(ApiProblem.notFound("session", id));
    }
  }

  private static ApiProblem noPerson() {
    return ApiProblem.forbidden("Only people who sign in have tokens of their own");
  }
}
