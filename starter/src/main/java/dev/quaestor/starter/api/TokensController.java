package dev.quaestor.starter.api;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.People;
import dev.quaestor.starter.access.TokenName;
import dev.quaestor.starter.access.TokenText;
import dev.quaestor.starter.ledger.ApiToken;
import dev.quaestor.starter.ledger.TokenStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

@Tag(name = "Tokens", description = "API tokens and their roles")
@RestController
@RequestMapping("/api/v1/tokens")
class TokensController {
  private final TokenStore tokens;
  private final People people;

  TokensController(TokenStore tokens, People people) {
    this.tokens = tokens;
    this.people = people;
  }

  /**
   * A token to be made.
   *
   * @param name whose it is; the ledger shows it beside every decision made with it
   * @param expiresAt null for never
   */
  @Schema(name = "NewToken")
  record NewToken(
      @Nullable String name, @Nullable List<String> roles, @Nullable Instant expiresAt) {}

  /** A token, without the token. */
  @Schema(name = "Token")
  record TokenView(
      String tokenId,
      String name,
      List<String> roles,
      String createdBy,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Schema(description = "To the minute; absent for never") @Nullable Instant lastUsedAt,
      boolean active,
      @Schema(description = "The secret; only in the answer to the call that created it")
          @Nullable String token) {
    static TokenView of(ApiToken known, @Nullable String secret) {
      return new TokenView(
          known.tokenId(),
          known.name(),
          List.copyOf(new TreeSet<>(known.roles())),
          known.createdBy(),
          known.createdAt(),
          known.expiresAt(),
          known.revokedAt(),
          known.usedAt(),
          known.isActive(Instant.now()),
          secret);
    }
  }

  /** All tokens. */
  @Schema(name = "Tokens")
  record TokenList(List<TokenView> items) {}

  @Operation(
      summary = "Create a token",
      description =
          "The secret is in this answer and nowhere else. A name that is already in use, or "
              + "that looks like one, is refused with 409. Roles: viewer, source (submits alerts "
              + "as a sensor), analyst, device-approver, email-approver, operator, admin.")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Allowed(value = AccessRole.ADMIN, everything = true)
  TokenView make(@RequestBody NewToken body, @Parameter(hidden = true) Caller caller) {
    var name = body.name() == null ? "" : body.name();
    TokenName.flaw(name)
        .ifPresent(
            flaw -> {
              throw new ProblemException(ApiProblem.badField("name", flaw));
            });
    var expiresAt = body.expiresAt();
    if (expiresAt != null && !expiresAt.isAfter(Instant.now())) {
      throw new ProblemException(ApiProblem.badField("expiresAt", "is in the past"));
    }
    if (people.isTaken(name)) {
      throw new ProblemException(taken());
    }
    var secret = TokenText.mint();
    return tokens
        .addUnless(
            known -> standsAgainst(known, name),
            secret,
            name,
            roles(body.roles()),
            caller.name(),
            expiresAt)
        .map(made -> TokenView.of(made, secret))
        .orElseThrow(() -> new ProblemException(taken()));
  }

  /**
   * A name is one person's for good, because the record shows it beside what they did. So another
   * token may have it once the one before is shut out, and only as it was written.
   */
  private static boolean standsAgainst(ApiToken known, String name) {
    return known.owner() == null
        && TokenName.isAlike(known.name(), name)
        && (known.isActive(Instant.now()) || !known.name().equals(name));
  }

  static ApiProblem taken() {
    return ApiProblem.of(
            HttpStatus.CONFLICT,
            "name-taken",
            "The name is already in use",
            "name: belongs to a user or a token already, or looks like one that does; revoke that "
                + "token first to use the name again.")
        .at("name", null, null);
  }

  static Set<String> roles(@Nullable List<String> given) {
    if (given == null || given.isEmpty()) {
      throw new ProblemException(ApiProblem.badField("roles", "must name at least one role"));
    }
    for (int i = 0; i < given.size(); i++) {
      var text = given.get(i);
      if (AccessRole.find(text).isEmpty()) {
        throw new ProblemException(
            ApiProblem.badField(
                "roles[%d]".formatted(i),
                ApiTexts.mustBe(
                    Arrays.stream(AccessRole.values()).map(AccessRole::wireName).toList())));
      }
    }
    return Set.copyOf(given);
  }

  @Operation(summary = "List tokens", description = "Including those that are revoked or expired.")
  @GetMapping
  @Allowed(value = AccessRole.ADMIN, everything = true)
  TokenList list() {
    return new TokenList(tokens.list().stream().map(t -> TokenView.of(t, null)).toList());
  }

  @Operation(
      summary = "Revoke a token",
      description = "Takes effect immediately and cannot be reversed.")
  @DeleteMapping("/{id}")
  @Allowed(value = AccessRole.ADMIN, everything = true)
  TokenView revoke(@PathVariable String id) {
    return tokens
        .revoke(id)
        .map(t -> TokenView.of(t, null))
        .orElseThrow(() -> new ProblemException(ApiProblem.notFound("token", id)));
  }
}
