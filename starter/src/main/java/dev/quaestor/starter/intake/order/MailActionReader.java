package dev.quaestor.starter.intake.order;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.JsonBody;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of {@code POST /mail/actions}: messages that a search found, or {@code "all"} that
 * agree with criteria. Pure; never throws on any body.
 */
public final class MailActionReader {
  private static final Set<String> FIELDS =
      Set.of("type", "messages", "all", "parameters", "comment", "propose", "investigationId");

  /** What became of it. */
  public sealed interface Reading {
    /** Messages by name; as an order of several. */
    record Messages(ActionReading.Read order) implements Reading {}

    /**
     * Whatever agrees with the criteria.
     *
     * @param order without a target yet
     */
    record All(
        ActionType type,
        MailCriteria criteria,
        @Nullable String comment,
        @Nullable Boolean propose,
        @Nullable String investigationId)
        implements Reading {

      /** The action on each of what a search found. */
      public ActionReading.Read on(List<MailCluster> found) {
        return new ActionReading.Read(
            found.stream().map(one -> type.on(one, Map.of()).orElseThrow()).toList(),
            true,
            comment,
            propose,
            ActionSource.EXPLORER_ACTION,
            investigationId);
      }
    }

    /** Nothing is ordered. */
    record Refused(List<Problem> problems) implements Reading {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  public Reading read(byte[] body) {
    var problems = new Problems();
    var root = JsonBody.parse(body, problems);
    var order = root == null ? null : Fields.strictly(root, "", problems);
    if (order == null) {
      return new Reading.Refused(problems.all());
    }
    order.only(FIELDS);
    var reading = read(order);
    return reading == null || !problems.none() ? new Reading.Refused(problems.refusal()) : reading;
  }

  private static @Nullable Reading read(Fields order) {
    var type = ActionRequestReader.type(order);
    if (type == null) {
      return null;
    }
    if (!type.sources().contains(ActionSource.EXPLORER_ACTION)
        || !type.targets().contains(EntityKind.MAIL_MESSAGE)) {
      order.problem("type", type + " cannot be ordered on messages that a search found");
      return null;
    }
    if (order.has("messages") == order.has("all")) {
      order.problem("messages", "is required, or \"all\" with criteria, but not both");
      return null;
    }
    return order.has("all") ? all(type, order) : messages(type, order);
  }

  private static @Nullable Reading all(ActionType type, Fields order) {
    if (!type.targets().contains(EntityKind.MAIL_CLUSTER)) {
      order.problem("all", "cannot be combined with " + type + ": name the messages");
      return null;
    }
    var all = order.object("all");
    var criteria = all == null ? null : MailCriteria.read(all);
    return criteria == null
        ? null
        : new Reading.All(
            type,
            criteria,
            order.text("comment"),
            order.flag("propose"),
            order.id("investigationId"));
  }

  private static Reading messages(ActionType type, Fields order) {
    var actions = new LinkedHashSet<RemediationAction>();
    var messages = order.objects("messages", ActionRequestReader.MOST_AT_ONCE);
    if (messages.isEmpty()) {
      order.problem("messages", "names nothing");
    }
    for (var message : messages) {
      var target = message(message);
      var action =
          target == null ? null : new ActionDraft(type, target, order, message.pathOf("")).action();
      if (action != null) {
        actions.add(action);
      }
    }
    return new Reading.Messages(
        new ActionReading.Read(
            List.copyOf(actions),
            true,
            order.text("comment"),
            order.flag("propose"),
            ActionSource.EXPLORER_ACTION,
            order.id("investigationId")));
  }

  private static @Nullable MailMessage message(Fields message) {
    message.only(Set.of("mailbox", "internetMessageId", "networkMessageId", "location"));
    var mailbox = message.requiredIdentity("mailbox", Artifacts.NAME);
    var internet = message.identity("internetMessageId", Artifacts.NAME);
    var network = message.id("networkMessageId");
    if (internet == null && network == null) {
      message.problem("internetMessageId", "is missing, as is networkMessageId");
      return null;
    }
    return mailbox == null ? null : MailMessage.named(network, internet, mailbox);
  }
}
