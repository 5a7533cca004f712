package dev.quaestor.starter.api;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.People;
import dev.quaestor.starter.ledger.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Users", description = "People who sign in, their roles and what they may see")
@RestController
@RequestMapping("/api/v1")
class UsersController {
  private final People people;

  UsersController(People people) {
    this.people = people;
  }

  /** Somebody to be added. */
  @Schema(name = "NewUser")
  record NewUser(@Nullable String name, @Nullable List<String> roles, @Nullable ScopeBody scope) {}

  /** What somebody may do and see. */
  @Schema(name = "UserGrant")
  record Grant(@Nullable List<String> roles, @Nullable ScopeBody scope) {}

  /** Whom a link is for. */
  @Schema(name = "NewSignInLink")
  record NewLink(
      @Schema(description = "A name or an id; absent for the first administrator")
          @Nullable String user) {}

  /** A link that signs somebody in once. */
  @Schema(name = "SignInLink")
  record LinkView(
      @Schema(description = "Of the page, on this server") String path,
      @Nullable String user,
      Instant expiresAt) {}

  /** Somebody who signs in. */
  @Schema(name = "User")
  record UserView(
      String userId,
      String name,
      @Schema(description = "Whether the password is kept here; else a provider vouches")
          boolean local,
      List<String> roles,
      @Nullable ScopeBody scope,
      boolean mustChangePassword,
      boolean disabled,
      @Nullable Instant lockedUntil,
      @Nullable Instant confirmedAt,
      String createdBy,
      Instant createdAt,
      @Schema(description = "Good for one sign-in; only in the answer to the call that made it")
          @Nullable String password) {
    static UserView of(Person person, @Nullable String password) {
      return new UserView(
          person.personId(),
          person.name(),
          person.local(),
          List.copyOf(new TreeSet<>(person.roles())),
          ScopeBody.of(person.scope()),
          person.mustChange(),
          person.isDisabled(),
          person.lockedUntil(),
          person.confirmedAt(),
          person.createdBy(),
          person.createdAt(),
          password);
    }
  }

  /** All of them. */
  @Schema(name = "Users")
  record UserList(List<UserView> items) {}

  @Operation(
      summary = "Add a local user",
      description =
          "The password in the answer is good for one sign-in, on which another must be chosen. A"
              + " name that is in use, or that looks like one, is refused with 409.")
  @PostMapping("/users")
  @ResponseStatus(HttpStatus.CREATED)
  @Allowed(value = AccessRole.ADMIN, everything = true)
  UserView add(@RequestBody NewUser body, @Parameter(hidden = true) Caller caller) {
    var name = body.name() == null ? "" : body.name();
    var roles = roles(body.roles());
    return switch (people.add(name, roles, ScopeBody.read(body.scope()), caller.name())) {
      case People.Named.Done done -> UserView.of(done.person(), done.password());
      case People.Named.Taken taken -> throw new ProblemException(TokensController.taken());
      case People.Named.Flawed flawed ->
          throw new ProblemException(ApiProblem.badField("name", flawed.flaw()));
    };
  }

  private static Set<AccessRole> roles(@Nullable List<String> given) {
    return TokensController.roles(given).stream()
        .map(AccessRole::ofWireName)
        .collect(Collectors.toSet());
  }

  @Operation(summary = "List users", description = "Including those who are disabled.")
  @GetMapping("/users")
  @Allowed(value = AccessRole.ADMIN, everything = true)
  UserList list() {
    return new UserList(people.list().stream().map(p -> UserView.of(p, null)).toList());
  }

  @Operation(
      summary = "Set what a user may do and see",
      description =
          "Takes effect immediately: the user's sessions end, and their tokens give no more than"
              + " this. Of whom a provider vouches it holds until the provider says otherwise.")
  @PutMapping("/users/{id}/roles")
  @Allowed(value = AccessRole.ADMIN, everything = true)
  UserView grant(@PathVariable String id, @RequestBody Grant body) {
    var person = person(id);
    return people
        .grant(person.personId(), roles(body.roles()), ScopeBody.read(body.scope()))
        .map(p -> UserView.of(p, null))
        .orElseThrow();
  }

  @Operation(
      summary = "Disable a user",
      description = "Takes effect immediately: their sessions end, and their tokens are dead.")
  @PostMapping("/users/{id}/disable")
  @Allowed(value = AccessRole.ADMIN, everything = true)
  UserView disable(@PathVariable String id) {
    return UserView.of(people.disable(person(id).personId(), true).orElseThrow(), null);
  }

  @Operation(summary = "Let a disabled user in again")
  @PostMapping("/users/{id}/enable")
  @Allowed(value = AccessRole.ADMIN, everything = true)
  UserView enable(@PathVariable String id) {
    return UserView.of(people.disable(person(id).personId(), false).orElseThrow(), null);
  }

  @Operation(
      summary = "Give a local user another password",
      description = "It is good for one sign-in, on which another must be chosen.")
  @PostMapping("/users/{id}/password")
  @Allowed(value = AccessRole.ADMIN, everything = true)
  UserView password(@PathVariable String id) {
    return people
        .resetPassword(person(id))
        .map(done -> UserView.of(done.person(), done.password()))
        .orElseThrow(() -> new ProblemException(notLocal()));
  }

  @Operation(
      summary = "Create a link that signs a local user in once",
      description =
          "It is good for 15 minutes and in this answer alone. Without a user it is the first"
              + " administrator's, and refused with 409 once there is a user who has chosen a password.")
  @PostMapping("/sign-in-links")
  @ResponseStatus(HttpStatus.CREATED)
  @Allowed(value = AccessRole.ADMIN, everything = true)
  LinkView link(@RequestBody NewLink body) {
    People.MintedLink link;
    if (body.user() == null) {
      link =
          people
              .firstLink()
              .orElseThrow(
                  () ->
                      new ProblemException(
                          ApiProblem.of(
                              HttpStatus.CONFLICT,
                              "users-exist",
                              "There are users already",
                              "Say for which user the link is to be.")));
    } else {
      var person = person(body.user());
      if (!person.local()) {
        throw new ProblemException(notLocal());
      }
      link = people.link(person);
    }
    return new LinkView(link.path(), link.name(), link.expiresAt());
  }

  private Person person(String idOrName) {
    return people
        .find(idOrName)
        .orElseThrow(() -> new ProblemException(ApiProblem.notFound("user", idOrName)));
  }

  private static ApiProblem notLocal() {
    return ApiProblem.of(
        HttpStatus.CONFLICT,
        "not-local",
        "The user has no password here",
        "A provider vouches for this user, and keeps the password.");
  }
}
