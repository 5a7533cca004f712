package dev.quaestor.starter.view;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Caller;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Who a token says that its bearer is, and what that person may do.
 *
 * @param name what the ledger shows beside every decision
 * @param id who it is for machines; it is never given to another
 * @param mayDecide the areas whose actions this token may approve, reject and undo
 * @param mayOrder the actions that run at once when this token orders them
 * @param mayPropose whether what it may not order can be proposed, for an approver to decide
 */
@Schema(name = "WhoAmI", description = "Who calls, and what they may do")
public record WhoAmIView(
    String name,
    String id,
    List<String> roles,
    List<Area> mayDecide,
    List<ActionType> mayOrder,
    boolean mayPropose) {

  /**
   * @param analysts what the policy lets analysts run
   */
  public static WhoAmIView of(Caller caller, Collection<ActionType> analysts) {
    return new WhoAmIView(
        caller.name(),
        caller.id(),
        caller.roles().stream().map(AccessRole::wireName).sorted().toList(),
        Arrays.stream(Area.values()).filter(caller::mayDecide).toList(),
        Arrays.stream(ActionType.values())
            .filter(type -> type.orderable() && caller.mayOrder(type, analysts))
            .toList(),
        caller.holdsAny(AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER));
  }
}
