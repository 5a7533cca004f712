package dev.quaestor.starter.access;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who makes a call, as their token says.
 *
 * @param id who it is for machines, as {@code token:tok-…}; it is never given to another, so that
 *     what somebody owns is asked by it and never by the name
 * @param name the token's name; what the ledger shows as "decided by", for people alone
 */
public record Caller(String id, String name, Set<AccessRole> roles) {
  public Caller {
    roles = Set.copyOf(roles);
  }

  /** The bearer of a token that the ledger knows under this id. */
  static Caller ofToken(String tokenId, String name, Set<AccessRole> roles) {
    return new Caller("token:" + tokenId, name, roles);
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
    return switch (area) {
      case DEVICE -> holdsAny(AccessRole.DEVICE_APPROVER);
      case EMAIL -> holdsAny(AccessRole.EMAIL_APPROVER);
      case IDENTITY -> holdsAny(AccessRole.DEVICE_APPROVER) && holdsAny(AccessRole.EMAIL_APPROVER);
    };
  }

  /** Why they may not decide actions of an area, one sentence; empty when they may. */
  public Optional<String> mayNotDecideBecause(Area area) {
    if (mayDecide(area)) {
      return Optional.empty();
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

  /** As the workflows are told of them: with the areas in which they may act. */
  public Author author() {
    return author(Remit.of(Stream.of(Area.values()).filter(this::mayDecide).toList()));
  }

  /**
   * As the author of an alert. What a source hands in counts as a sensor's word; of anybody else it
   * is a person's, which brings nothing about by itself that they may not order.
   */
  public Author alertAuthor() {
    return holdsAny(AccessRole.SOURCE) ? author(Remit.EVERYWHERE) : author();
  }

  private Author author(Remit remit) {
    return new Author(id, name, remit).holding(roles.stream().map(AccessRole::wireName).toList());
  }

  /**
   * Whether what they order by hand runs at once; what does not may still be proposed.
   *
   * @param analysts what the policy lets analysts run
   */
  public boolean mayOrder(ActionType type, Collection<ActionType> analysts) {
    return mayDecide(type.area()) || (analysts.contains(type) && holdsAny(AccessRole.ANALYST));
  }
}
