package dev.quaestor.starter.access;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call or looks at a page, as their token or session says.
 *
 * @param id who it is for machines, as {@code token:tok-…}; it is never given to another, so that
 *     what somebody owns is asked by it and never by the name
 * @param name what the ledger shows as "decided by", for people alone
 * @param scope what they may see
 * @param signedInAt when a person last proved, in a browser, who they are; null for tokens
 */
public record Caller(
    String id, String name, Set<AccessRole> roles, Scope scope, @Nullable Instant signedInAt) {
  public Caller {
    roles = Set.copyOf(roles);
  }

  /** The bearer of a token that the ledger knows under this id. */
  static Caller ofToken(String tokenId, String name, Set<AccessRole> roles) {
    return ofToken(tokenId, name, roles, Scope.ALL);
  }

  static Caller ofToken(String tokenId, String name, Set<AccessRole> roles, Scope scope) {
    return new Caller("token:" + tokenId, name, roles, scope, null);
  }

  /**
   * A person by a token of their own: it is they themselves, so that their word by a token and
   * their word in a browser are one. It never gives more than they have now.
   */
  static Caller ofOwnToken(Person owner, Set<AccessRole> given, Scope scope) {
    var held = AccessRole.known(owner.roles());
    var both =
        given.stream()
            .filter(
                role ->
                    held.contains(AccessRole.ADMIN)
                        || held.contains(role)
                        || (role == AccessRole.VIEWER && !held.isEmpty()))
            .collect(Collectors.toSet());
    return new Caller(owner.callerId(), owner.name(), both, owner.scope().and(scope), null);
  }

  /** A person in their browser. */
  static Caller ofPerson(Person person, Instant signedInAt) {
    return new Caller(
        person.callerId(),
        person.name(),
        AccessRole.known(person.roles()),
        person.scope(),
        signedInAt);
  }

  /** Whether one of these roles is held; an admin holds all, and every role may read. */
  public boolean holdsAny(AccessRole... wanted) {
    for (var role : wanted) {
      if (roles.contains(AccessRole.ADMIN)
          || roles.contains(role)
          || (role == AccessRole.VIEWER && !roles.isEmpty())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether they may approve, reject and undo actions of an area. An account is in the care of both
   * approvers: disabling it takes away mail and devices alike, so it takes both roles.
   */
  public boolean mayDecide(Area area) {
    return scope.has(area) && mayDecideAnywhere(area);
  }

  private boolean mayDecideAnywhere(Area area) {
    return switch (area) {
      case DEVICE -> holdsAny(AccessRole.DEVICE_APPROVER);
      case EMAIL -> holdsAny(AccessRole.EMAIL_APPROVER);
      case IDENTITY -> holdsAny(AccessRole.DEVICE_APPROVER) && holdsAny(AccessRole.EMAIL_APPROVER);
    };
  }

  /** The areas in which they may. */
  public List<Area> decides() {
    return Stream.of(Area.values()).filter(this::mayDecide).toList();
  }

  /** Why they may not decide actions of an area, one sentence; empty when they may. */
  public Optional<String> mayNotDecideBecause(Area area) {
    if (mayDecide(area)) {
      return Optional.empty();
    }
    if (mayDecideAnywhere(area)) {
      return Optional.of("This action is outside the areas that \"%s\" may see".formatted(name));
    }
    var needed =
        switch (area) {
          case DEVICE -> "the role " + AccessRole.DEVICE_APPROVER.wireName();
          case EMAIL -> "the role " + AccessRole.EMAIL_APPROVER.wireName();
          case IDENTITY ->
              "the roles %s and %s"
                  .formatted(
                      AccessRole.DEVICE_APPROVER.wireName(), AccessRole.EMAIL_APPROVER.wireName());
        };
    return Optional.of(
        "This decision needs %s, which \"%s\" does not have".formatted(needed, name));
  }

  /** Whether somebody may give a token these roles: only what they hold themselves. */
  public boolean mayGive(Set<AccessRole> wanted) {
    return roles.contains(AccessRole.ADMIN) || wanted.stream().allMatch(role -> holdsAny(role));
  }

  /** As the workflows are told of them: with the areas in which they may act. */
  public Author author() {
    return author(Remit.of(decides()));
  }

  /**
   * As the author of an alert. What a source hands in counts as a sensor's word; of anybody else it
   * is a person's, which brings nothing about by itself that they may not order. Either reaches no
   * further than their scope.
   */
  public Author alertAuthor() {
    return holdsAny(AccessRole.SOURCE)
        ? author(Remit.of(Stream.of(Area.values()).filter(scope::has).toList()))
        : author();
  }

  private Author author(Remit remit) {
    var groups = scope.groups();
    return new Author(id, name, groups == null ? remit : remit.within(groups))
        .holding(roles.stream().map(AccessRole::wireName).toList())
        .signedIn(signedInAt);
  }

  /**
   * Whether what they order by hand runs at once; what does not may still be proposed.
   *
   * @param analysts what the policy lets analysts run
   */
  public boolean mayOrder(ActionType type, Collection<ActionType> analysts) {
    return mayDecide(type.area())
        || (scope.has(type.area()) && analysts.contains(type) && holdsAny(AccessRole.ANALYST));
  }
}
