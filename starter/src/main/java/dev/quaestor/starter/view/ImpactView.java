package dev.quaestor.starter.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.starter.ledger.ActionTold;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom and what an action touches, as far as that is known. A number that does not apply is absent;
 * what nobody was asked about is in {@code notKnown} and is never zero.
 *
 * @param accounts whose accounts were seen on the device
 * @param clickers whose accounts were found to have opened the URL
 * @param kind whether the device is a server
 * @param protectedBy the guardrail that protects the device, one sentence; absent where none does
 * @param sentence all of it in words
 * @param notKnown what would matter and is not known, in words
 */
@Schema(name = "Impact", description = "Whom and what an action touches, as far as that is known")
public record ImpactView(
    @Nullable Integer messages,
    @Nullable Integer mailboxes,
    @Nullable Integer devices,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> accounts,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> clickers,
    PendingAction.Place.@Nullable Kind kind,
    @Nullable String protectedBy,
    String sentence,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notKnown) {

  static ImpactView of(PendingAction asked, ActionTold told) {
    var impact = asked.impact();
    PendingAction.@Nullable Place place = asked.device();
    return new ImpactView(
        impact.messages(),
        impact.mailboxes(),
        impact.devices(),
        impact.accounts(),
        told.clickers(),
        place == null ? null : place.kind(),
        told.guardrail() == null
            ? null
            : "The guardrail protectedDevices \"%s\" protects it: nothing runs there on its own"
                .formatted(told.guardrail()),
        impact.sentence(),
        notKnown(asked, told));
  }

  private static List<String> notKnown(PendingAction asked, ActionTold told) {
    var missing = new ArrayList<String>();
    PendingAction.@Nullable Place place = asked.device();
    if (place != null) {
      if (place.kind() == PendingAction.Place.Kind.NOT_KNOWN) {
        missing.add("Whether it is a server");
      }
      if (place.group() == null) {
        missing.add("Its device group");
      }
      if (told.confirmed() == null) {
        missing.add("Whether a guardrail protects it");
      }
      if (asked.impact().accounts().isEmpty()) {
        missing.add("Who is signed in");
      }
    }
    if (asked.target() instanceof Url && told.clickers().isEmpty()) {
      missing.add("Who has opened it");
    }
    if (asked.target() instanceof UserAccount) {
      missing.add("Which roles and open sessions the account has");
    }
    return missing;
  }
}
