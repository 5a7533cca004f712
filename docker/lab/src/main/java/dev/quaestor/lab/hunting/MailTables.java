package dev.quaestor.lab.hunting;

import dev.quaestor.lab.hunting.HuntingTable.Row;
import dev.quaestor.lab.mime.MimeMail;
import dev.quaestor.lab.tenant.Fingerprint;
import dev.quaestor.lab.tenant.Folder;
import dev.quaestor.lab.tenant.LabMailbox;
import dev.quaestor.lab.tenant.MailItem;
import dev.quaestor.lab.tenant.Tenant;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mail tables of the schema, made from the mailboxes. */
final class MailTables {

  private static final Pattern RECEIVED_IP = Pattern.compile("\\[([0-9a-fA-F.:]{3,45})\\]");

  private final Tenant tenant;

  MailTables(Tenant tenant) {
    this.tenant = tenant;
  }

  HuntingTable events() {
    Map<String, String> columns =
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "NetworkMessageId",
            "String",
            "InternetMessageId",
            "String",
            "SenderMailFromAddress",
            "String",
            "SenderFromAddress",
            "String",
            "SenderMailFromDomain",
            "String",
            "SenderFromDomain",
            "String",
            "SenderDisplayName",
            "String",
            "SenderIPv4",
            "String",
            "RecipientEmailAddress",
            "String",
            "RecipientObjectId",
            "String",
            "Subject",
            "String",
            "EmailClusterId",
            "Int64",
            "EmailDirection",
            "String",
            "DeliveryAction",
            "String",
            "DeliveryLocation",
            "String",
            "LatestDeliveryAction",
            "String",
            "LatestDeliveryLocation",
            "String",
            "ThreatTypes",
            "String",
            "AuthenticationDetails",
            "String",
            "AttachmentCount",
            "Int32",
            "UrlCount",
            "Int32",
            "ReportId",
            "String");
    return table(columns, (mailbox, item) -> List.of(event(mailbox, item)));
  }

  HuntingTable urls() {
    Map<String, String> columns =
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "NetworkMessageId",
            "String",
            "Url",
            "String",
            "UrlDomain",
            "String",
            "UrlLocation",
            "String",
            "ReportId",
            "String");
    return table(
        columns,
        (mailbox, item) ->
            item.mail().urls().stream()
                .map(
                    url ->
                        head(mailbox, item)
                            .set("Url", url)
                            .set("UrlDomain", domain(url))
                            .set("UrlLocation", "Body"))
                .toList());
  }

  HuntingTable attachments() {
    Map<String, String> columns =
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "NetworkMessageId",
            "String",
            "SenderFromAddress",
            "String",
            "SenderDisplayName",
            "String",
            "RecipientEmailAddress",
            "String",
            "FileName",
            "String",
            "FileType",
            "String",
            "SHA256",
            "String",
            "FileSize",
            "Int64",
            "ThreatTypes",
            "String",
            "ReportId",
            "String");
    return table(
        columns,
        (mailbox, item) ->
            item.mail().attachments().stream()
                .map(attachment -> attachment(mailbox, item, attachment))
                .toList());
  }

  HuntingTable clicks() {
    return new HuntingTable(
        HuntingTable.columns(
            "Timestamp",
            "DateTime",
            "Url",
            "String",
            "ActionType",
            "String",
            "AccountUpn",
            "String",
            "Workload",
            "String",
            "NetworkMessageId",
            "String",
            "IPAddress",
            "String",
            "IsClickedThrough",
            "Boolean",
            "UrlChain",
            "String",
            "ReportId",
            "String"),
        tenant.clicks().stream()
            .map(
                click ->
                    new Row()
                        .set("Timestamp", click.at())
                        .set("Url", click.url())
                        .set("ActionType", click.actionType())
                        .set("AccountUpn", click.account())
                        .set("Workload", "Email")
                        .set("NetworkMessageId", click.networkMessageId())
                        .set("IPAddress", "203.0.113.10")
                        .set("IsClickedThrough", click.actionType().equals("ClickAllowed"))
                        .set("UrlChain", click.url())
                        .set("ReportId", reportId(click.url() + click.account())))
            .toList());
  }

  private interface Expansion {
    List<Row> rows(LabMailbox mailbox, MailItem item);
  }

  private HuntingTable table(Map<String, String> columns, Expansion expansion) {
    List<Row> rows = new ArrayList<>();
    BiConsumer<LabMailbox, MailItem> add =
        (mailbox, item) -> rows.addAll(expansion.rows(mailbox, item));
    for (LabMailbox mailbox : tenant.mail().all()) {
      mailbox.items().forEach(item -> add.accept(mailbox, item));
    }
    return new HuntingTable(columns, rows);
  }

  private static Row head(LabMailbox mailbox, MailItem item) {
    return new Row()
        .set("Timestamp", item.received())
        .set("NetworkMessageId", item.networkMessageId())
        .set("ReportId", reportId(item.networkMessageId() + mailbox.address()));
  }

  private Row event(LabMailbox mailbox, MailItem item) {
    MimeMail mail = item.mail();
    String from = mail.from().address();
    String path = mail.header("Return-Path").replaceAll("[<>]", "").trim();
    String envelope = path.isEmpty() ? from : path;
    boolean inside = domainOf(from).equals(domainOf(mailbox.address()));
    return head(mailbox, item)
        .set("InternetMessageId", mail.header("Message-ID").trim())
        .set("SenderMailFromAddress", envelope)
        .set("SenderFromAddress", from)
        .set("SenderMailFromDomain", domainOf(envelope))
        .set("SenderFromDomain", domainOf(from))
        .set("SenderDisplayName", mail.from().name())
        .set("SenderIPv4", senderIp(mail))
        .set("RecipientEmailAddress", mailbox.address())
        .set(
            "RecipientObjectId",
            tenant.users().find(mailbox.address()).map(user -> user.id()).orElse(""))
        .set("Subject", mail.subject())
        .set("EmailClusterId", clusterId(mail))
        .set("EmailDirection", inside ? "Intra-org" : "Inbound")
        .set("DeliveryAction", item.deliveredTo() == Folder.JUNK ? "Junked" : "Delivered")
        .set("DeliveryLocation", item.deliveredTo().huntingLocation())
        .set("LatestDeliveryAction", item.folder() == Folder.JUNK ? "Junked" : "Delivered")
        .set("LatestDeliveryLocation", item.folder().huntingLocation())
        .set("ThreatTypes", "")
        .set("AuthenticationDetails", mail.header("Authentication-Results"))
        .set("AttachmentCount", (long) mail.attachments().size())
        .set("UrlCount", (long) mail.urls().size());
  }

  private static Row attachment(LabMailbox mailbox, MailItem item, MimeMail.Attachment attachment) {
    String name = attachment.name();
    String type = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return head(mailbox, item)
        .set("SenderFromAddress", item.mail().from().address())
        .set("SenderDisplayName", item.mail().from().name())
        .set("RecipientEmailAddress", mailbox.address())
        .set("FileName", name)
        .set("FileType", type)
        .set("SHA256", Fingerprint.sha256(attachment.content()))
        .set("FileSize", (long) attachment.content().length)
        .set("ThreatTypes", "");
  }

  /** Alike for bodies that differ in numbers and spaces only, as a heuristic fingerprint is. */
  private static long clusterId(MimeMail mail) {
    String body = mail.text().isEmpty() ? mail.html() : mail.text();
    String gist = body.replaceAll("[\\s0-9]+", " ").trim().toLowerCase(Locale.ROOT);
    return Integer.toUnsignedLong(gist.hashCode());
  }

  /** The address that handed the mail in, from the newest Received header. */
  private static String senderIp(MimeMail mail) {
    Matcher matcher = RECEIVED_IP.matcher(mail.header("Received"));
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String domain(String url) {
    try {
      String host = URI.create(url).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  private static String domainOf(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  private static String reportId(String key) {
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
