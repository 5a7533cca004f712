package dev.quaestor.starter.intake.order;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.JsonBody;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.own.EntityReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of {@code POST /hunting/actions}: rows of a hunt, and what is to be done to what
 * they name. Columns as Microsoft's <em>Take action on advanced hunting query results</em> wants
 * them: {@code DeviceId} for devices; {@code SHA1}, {@code SHA256} or the initiating process's with
 * {@code DeviceId} for files; {@code NetworkMessageId} with {@code RecipientEmailAddress} for mail;
 * {@code AccountObjectId}, {@code AccountUpn} or {@code AccountSid} for users. Other columns are
 * left alone. Pure; never throws on any body.
 */
public final class HuntingActionReader {
  private static final Set<String> FIELDS =
      Set.of("type", "rows", "parameters", "comment", "name", "propose");

  /** What may be ordered, each once, or the problems, by row and column. */
  public ActionReading read(byte[] body) {
    var problems = new Problems();
    var root = JsonBody.parse(body, problems);
    var order = root == null ? null : Fields.strictly(root, "", problems);
    if (order == null) {
      return new ActionReading.Refused(problems.all());
    }
    order.only(FIELDS);
    var type = ActionRequestReader.type(order);
    var actions = new LinkedHashSet<RemediationAction>();
    if (type != null && !type.sources().contains(ActionSource.ADVANCED_HUNTING_ACTION)) {
      order.problem("type", type + " cannot be ordered on the rows of a hunt");
    } else if (type != null) {
      var rows = order.objects("rows", ActionRequestReader.MOST_AT_ONCE);
      if (rows.isEmpty()) {
        order.problem("rows", "names nothing");
      }
      for (var row : rows) {
        var target = target(type, row.tolerantly());
        var action =
            target == null ? null : new ActionDraft(type, target, order, row.pathOf("")).action();
        if (action != null) {
          actions.add(action);
        }
      }
    }
    var comment = comment(order);
    var propose = order.flag("propose");
    return problems.none() && !actions.isEmpty()
        ? new ActionReading.Read(
            List.copyOf(actions),
            true,
            comment,
            propose,
            ActionSource.ADVANCED_HUNTING_ACTION,
            null)
        : new ActionReading.Refused(problems.refusal());
  }

  /** The name that the wizard asks for stands before the comment. */
  private static @Nullable String comment(Fields order) {
    var name = order.text("name", Artifacts.SHORT);
    var comment = order.text("comment");
    return name == null ? comment : comment == null ? name : name + ": " + comment;
  }

  private static @Nullable Entity target(ActionType type, Fields row) {
    return switch (type.area()) {
      case DEVICE -> type.targets().contains(EntityKind.FILE) ? file(row) : device(row);
      case EMAIL -> message(row);
      case IDENTITY -> user(row);
    };
  }

  private static @Nullable Device device(Fields row) {
    var id = row.requiredId("DeviceId");
    return id == null
        ? null
        : new Device(id, row.text("DeviceName", Artifacts.NAME), null, null, List.of(), List.of());
  }

  /** The file of the row, else the one of the process that did it. */
  private static @Nullable FileArtifact file(Fields row) {
    var id = row.requiredId("DeviceId");
    var own = file(row, id, "SHA1", "SHA256", "FileName", "FolderPath");
    var file =
        own != null
            ? own
            : file(
                row,
                id,
                "InitiatingProcessSHA1",
                "InitiatingProcessSHA256",
                "InitiatingProcessFileName",
                "InitiatingProcessFolderPath");
    if (file == null) {
      row.problem(
          "SHA1",
          "is missing: a file needs SHA1, SHA256, InitiatingProcessSHA1 or"
              + " InitiatingProcessSHA256");
    }
    return id == null ? null : file;
  }

  private static @Nullable FileArtifact file(
      Fields row, @Nullable String id, String sha1, String sha256, String name, String folder) {
    var one = row.hash(sha1, 40);
    var other = row.hash(sha256, 64);
    return one == null && other == null
        ? null
        : Artifacts.file(
            id, row.identity(name, Artifacts.NAME), row.text(folder), other, one, null, null, null);
  }

  private static @Nullable MailMessage message(Fields row) {
    var network = row.requiredId("NetworkMessageId");
    var recipient = row.requiredIdentity("RecipientEmailAddress", Artifacts.NAME);
    return network == null || recipient == null
        ? null
        : new MailMessage(
            network,
            row.identity("InternetMessageId", Artifacts.NAME),
            recipient,
            row.identity("SenderFromAddress", Artifacts.NAME),
            null,
            null,
            null,
            null,
            row.text("Subject", Artifacts.NAME),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of());
  }

  private static @Nullable UserAccount user(Fields row) {
    return EntityReader.needs(
        row,
        Artifacts.user(
            row.id("AccountObjectId"),
            row.identity("AccountUpn", Artifacts.NAME),
            row.id("AccountSid"),
            row.identity("AccountName", Artifacts.NAME),
            row.identity("AccountDomain", Artifacts.NAME)),
        "AccountObjectId, AccountUpn, AccountSid or AccountName");
  }
}
