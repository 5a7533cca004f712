package dev.quaestor.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.ExpandInvestigation;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Url;
import dev.quaestor.text.Counted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom and what an action would change, as far as it is known: mail that its case has moved already
 * does not count. A number that does not apply is null; what nobody was asked about is said in the
 * sentence and is never zero.
 *
 * @param accounts whose accounts the case has seen on the device; none is not "nobody"
 */
public record Impact(
    @Nullable Integer messages,
    @Nullable Integer mailboxes,
    @Nullable Integer devices,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> accounts,
    String sentence) {

  private static final int NAMED = 5;

  public Impact {
    accounts = accounts == null ? List.of() : List.copyOf(accounts);
  }

  static Impact of(
      RemediationAction action, PendingAction.@Nullable Place place, CaseKnowledge known) {
    if (action instanceof ExpandInvestigation expansion) {
      var devices = expansion.devices().size();
      return new Impact(
          null,
          null,
          devices,
          List.of(),
          "The investigation goes on to %s; what the policy runs automatically runs there as well"
              .formatted(Counted.of(devices, "device", "devices")));
    }
    return place == null
        ? ofNoDevice(action, known.moved())
        : onDevice(place, known.accountsWhere(action.target()), action.target().kind());
  }

  private static Impact onDevice(
      PendingAction.Place place, List<String> accounts, EntityKind target) {
    var device =
        switch (place.kind()) {
          case SERVER -> "1 server";
          case WORKSTATION -> "1 workstation";
          case NOT_KNOWN -> "1 device, of which it is not known whether it is a server";
        };
    var what = target == EntityKind.DEVICE ? device : one(target) + " on " + device;
    return new Impact(null, null, 1, accounts, what + "; " + seen(accounts));
  }

  private static String seen(List<String> accounts) {
    if (accounts.isEmpty()) {
      return "who is signed in is not known";
    }
    var more = accounts.size() - NAMED;
    return "accounts seen on it: "
        + String.join(", ", accounts.stream().limit(NAMED).toList())
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** {@code 1 registry entry}. */
  private static String one(EntityKind kind) {
    return "1 " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Impact ofNoDevice(RemediationAction action, MovedMail moved) {
    var target = action.target();
    if (target instanceof MailCluster cluster) {
      return ofCluster(cluster, action, moved.rest(action));
    }
    if (target instanceof MailMessage message) {
      return ofMessage(message, action, moved.rest(action));
    }
    return switch (target.kind()) {
      case MAILBOX, MAILBOX_RULE -> new Impact(null, 1, null, List.of(), "1 mailbox");
      case USER -> new Impact(null, null, null, List.of(), "1 user account");
      case URL, IP ->
          unknown(
              "Everyone who opens %s; how many people that is, is not known"
                  .formatted(site(target).map(host -> "any page of " + host).orElse("it")));
      case DEVICE, FILE, PROCESS, REGISTRY_ENTRY, SCHEDULED_TASK, SERVICE, DRIVER ->
          unknown(one(target.kind()) + "; on which device is not known");
      case MAIL_MESSAGE, MAIL_CLUSTER, OTHER -> unknown("What it touches is not known");
    };
  }

  private static Optional<String> site(Entity target) {
    return target instanceof Url url ? url.wholeSite() : Optional.empty();
  }

  /** What comes until it runs goes too, as Defender has it; how much that can be is shown. */
  private static String growing(MailCluster cluster) {
    var most = cluster.growsTo();
    return most.isPresent()
        ? "; what matches by then goes too, up to %d in all".formatted(most.getAsInt())
        : "; whatever matches by then goes";
  }

  /** What this very yes changes: what the case has moved already stays as it is. */
  private static Impact ofCluster(
      MailCluster cluster, RemediationAction action, MovedMail.Rest rest) {
    var done = rest.there().size();
    if (rest.all()) {
      return nothing(
          Counted.verb(cluster.count(), "the message has", "all of its messages have"),
          action,
          rest);
    }
    var left = cluster.messages().stream().filter(m -> !rest.there().contains(m.key())).toList();
    var mailboxes =
        (int) left.stream().map(m -> m.mailbox().toLowerCase(Locale.ROOT)).distinct().count();
    var isWhole = cluster.messages().size() >= cluster.count();
    var count = cluster.count() - done;
    var where = (isWhole ? "" : "at least ") + Counted.of(mailboxes, "mailbox", "mailboxes");
    return new Impact(
        count,
        isWhole ? mailboxes : null,
        null,
        List.of(),
        done == 0
            ? Counted.of(count, "message", "messages") + " in " + where + growing(cluster)
            : "%s, in %s; %d %s already been %s%s"
                .formatted(
                    Counted.of(count, cluster.count(), "message", "messages"),
                    where,
                    done,
                    Counted.verb(done, "has", "have"),
                    done(action, rest),
                    growing(cluster)));
  }

  private static Impact ofMessage(
      MailMessage message, RemediationAction action, MovedMail.Rest rest) {
    if (rest.all()) {
      return nothing("the message has", action, rest);
    }
    return message.recipient() == null
        ? new Impact(1, null, null, List.of(), "1 message; in how many mailboxes is not known")
        : new Impact(1, 1, null, List.of(), "1 message in 1 mailbox");
  }

  private static Impact nothing(String what, RemediationAction action, MovedMail.Rest rest) {
    return new Impact(
        0, 0, null, List.of(), "Nothing: %s already been %s".formatted(what, done(action, rest)));
  }

  private static String done(RemediationAction action, MovedMail.Rest rest) {
    var how =
        action instanceof EmailAction.HardDeleteEmail
            ? "deleted"
            : action instanceof EmailAction.QuarantineAttachment ? "stripped" : "moved";
    return how + (rest.ours() ? " by this investigation" : "");
  }

  private static Impact unknown(String sentence) {
    return new Impact(null, null, null, List.of(), sentence);
  }
}
