package dev.quaestor.starter.intake.own;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The mail side of {@link EntityReader}. */
final class MailEntityReader {
  private static final int MOST_PARTS = 500;
  private static final int MOST_MEMBERS = 10_000;

  private MailEntityReader() {}

  static @Nullable MailMessage message(Fields entity) {
    var network = entity.id("networkMessageId");
    var internet = entity.identity("internetMessageId", NAME);
    if (network == null && internet == null) {
      entity.problem("", "needs networkMessageId or internetMessageId");
      return null;
    }
    return new MailMessage(
        network,
        internet,
        entity.identity("recipient", NAME),
        entity.identity("sender", NAME),
        entity.text("senderName", NAME),
        entity.identity("returnPath", NAME),
        entity.identity("replyTo", NAME),
        entity.identity("senderIp", Fields.ID),
        entity.text("subject", NAME),
        entity.instant("receivedAt"),
        links(entity),
        attachments(entity),
        entity.texts("authenticationResults", Texts.FREE_TEXT),
        entity.texts("threats", Fields.ID),
        null,
        otherAuthors(entity),
        hops(entity));
  }

  private static ArrayList<MailMessage.Author> otherAuthors(Fields entity) {
    var authors = new ArrayList<MailMessage.Author>();
    for (var author : entity.objects("otherAuthors", MOST_PARTS)) {
      EntityReader.only(author, MailMessage.Author.class);
      authors.add(
          new MailMessage.Author(author.text("name", NAME), author.identity("address", NAME)));
    }
    return authors;
  }

  private static ArrayList<MailMessage.Hop> hops(Fields entity) {
    var hops = new ArrayList<MailMessage.Hop>();
    for (var hop : entity.objects("hops", MOST_PARTS)) {
      EntityReader.only(hop, MailMessage.Hop.class);
      var above = hop.number("resultsAbove");
      hops.add(
          new MailMessage.Hop(
              hop.identity("by", NAME),
              above == null ? 0 : (int) Math.min(above, Integer.MAX_VALUE),
              hop.identity("from", NAME)));
    }
    return hops;
  }

  private static ArrayList<MailMessage.Link> links(Fields entity) {
    var links = new ArrayList<MailMessage.Link>();
    for (var link : entity.objects("links", MOST_PARTS)) {
      EntityReader.only(link, MailMessage.Link.class);
      var target = link.requiredIdentity("target", Texts.FREE_TEXT);
      if (target != null) {
        links.add(new MailMessage.Link(link.text("text", NAME), target));
      }
    }
    return links;
  }

  private static ArrayList<MailMessage.Attachment> attachments(Fields entity) {
    var attachments = new ArrayList<MailMessage.Attachment>();
    for (var attachment : entity.objects("attachments", MOST_PARTS)) {
      EntityReader.only(attachment, MailMessage.Attachment.class);
      attachments.add(
          new MailMessage.Attachment(
              attachment.identity("name", NAME),
              attachment.text("declaredType", Fields.ID),
              attachment.text("detectedType", Fields.ID),
              attachment.hash("sha256", 64),
              attachment.number("size")));
    }
    return attachments;
  }

  static @Nullable MailCluster cluster(Fields entity) {
    var root = entity.requiredIdentity("rootMessage", 2 * NAME);
    var criteria = new ArrayList<MailCluster.Criterion>();
    for (var criterion : entity.objects("criteria", MOST_PARTS)) {
      EntityReader.only(criterion, MailCluster.Criterion.class);
      var field = criterion.requiredIdentity("field", Fields.ID);
      var value = criterion.requiredIdentity("value", Texts.FREE_TEXT);
      if (field != null && value != null) {
        criteria.add(new MailCluster.Criterion(field, value));
      }
    }
    if (criteria.isEmpty()) {
      entity.problem("criteria", "is missing");
    }
    var members = members(entity);
    var count = entity.number("count");
    return root == null || criteria.isEmpty()
        ? null
        : new MailCluster(
            new EntityKey(root),
            criteria,
            members,
            count == null ? members.size() : (int) Math.min(count, Integer.MAX_VALUE));
  }

  private static ArrayList<MailCluster.Member> members(Fields entity) {
    var members = new ArrayList<MailCluster.Member>();
    for (var member : entity.objects("messages", MOST_MEMBERS)) {
      EntityReader.only(member, MailCluster.Member.class);
      var mailbox = member.requiredIdentity("mailbox", NAME);
      var internet = member.requiredIdentity("internetMessageId", NAME);
      if (mailbox != null && internet != null) {
        members.add(
            new MailCluster.Member(
                mailbox,
                member.id("networkMessageId"),
                internet,
                member.text("location", Fields.ID)));
      }
    }
    return members;
  }
}
