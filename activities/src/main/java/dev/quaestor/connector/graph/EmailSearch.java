package dev.quaestor.connector.graph;

import static dev.quaestor.connector.capability.HuntingQuery.quoted;

import com.google.re2j.Pattern;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mail by advanced hunting; the place of one message by the mailbox itself, which does not lag. */
final class EmailSearch implements MailSearch {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,19}");

  /** What one condition may list; a query is bounded in length. */
  private static final int MAX_IDS = 1000;

  private final HuntingQuery hunting;
  private final Messages messages;

  EmailSearch(HuntingQuery hunting, Messages messages) {
    this.hunting = hunting;
    this.messages = messages;
  }

  @Override
  public Similar similar(List<MailCluster.Criterion> criteria, Instant since, int limit) {
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("a search needs a criterion");
    }
    var conditions = new ArrayList<String>();
    conditions.add("Timestamp >= datetime(" + since + ")");
    for (var criterion : criteria) {
      var condition = condition(criterion);
      if (condition.isEmpty()) {
        return new Similar(List.of(), 0);
      }
      conditions.add(condition.get());
    }
    var from = "EmailEvents | where " + String.join(" and ", conditions);
    var members =
        distinct(
            hunting.run(
                from
                    + " | top "
                    + (limit + 1)
                    + " by Timestamp desc | project NetworkMessageId, InternetMessageId,"
                    + " RecipientEmailAddress, LatestDeliveryLocation"));
    if (members.size() <= limit) {
      return new Similar(members, members.size());
    }
    return new Similar(members.subList(0, limit), count(from));
  }

  private int count(String from) {
    return hunting.run(from + " | count").rows().stream()
        .findFirst()
        .map(row -> BackEndJson.number(row, "Count"))
        .map(Math::toIntExact)
        .orElse(0);
  }

  /** Empty when nothing can meet it. */
  private Optional<String> condition(MailCluster.Criterion criterion) {
    var value = criterion.value();
    return switch (field(criterion)) {
      case SUBJECT -> Optional.of("Subject == " + quoted(value));
      case SUBJECT_PART -> Optional.of("Subject contains " + quoted(value));
      case RECIPIENT -> Optional.of("RecipientEmailAddress =~ " + quoted(value));
      case CLUSTER_ID ->
          // A long; what is no number is no cluster's id.
          WHOLE_NUMBER.matches(value)
              ? Optional.of("EmailClusterId == " + value)
              : Optional.empty();
      case SENDER_ADDRESS -> Optional.of("SenderFromAddress =~ " + quoted(value));
      case SENDER_DOMAIN -> Optional.of("SenderFromDomain =~ " + quoted(value));
      case SENDER_IP ->
          Optional.of(
              (value.indexOf(':') >= 0 ? "SenderIPv6" : "SenderIPv4") + " == " + quoted(value));
      case NETWORK_MESSAGE_ID -> Optional.of("NetworkMessageId in " + anyOf(value));
      case INTERNET_MESSAGE_ID -> Optional.of("InternetMessageId == " + quoted(value));
      case URL -> carrying("EmailUrlInfo | where Url == " + quoted(value));
      case FILE_HASH ->
          carrying(
              "EmailAttachmentInfo | where SHA256 =~ " + quoted(value.toLowerCase(Locale.ROOT)));
    };
  }

  private static Field field(MailCluster.Criterion criterion) {
    return Field.of(criterion)
        .orElseThrow(
            () -> new IllegalArgumentException("mail cannot be searched by " + criterion.field()));
  }

  private static String anyOf(String ids) {
    return Stream.of(ids.split(";"))
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .limit(MAX_IDS)
        .map(HuntingQuery::quoted)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** Links and attachments are in tables of their own, joined by the message's id. */
  private Optional<String> carrying(String query) {
    var ids =
        hunting.run(query + " | distinct NetworkMessageId | take " + MAX_IDS).rows().stream()
            .map(row -> BackEndJson.text(row, "NetworkMessageId"))
            .filter(id -> id != null)
            .map(id -> quoted(String.valueOf(id)))
            .collect(Collectors.joining(","));
    return ids.isEmpty() ? Optional.empty() : Optional.of("NetworkMessageId in (" + ids + ")");
  }

  @Override
  public Map<EntityKey, String> clusterIds(List<MailMessage> wanted, Instant since) {
    var ids =
        wanted.stream()
            .flatMap(m -> Stream.ofNullable(m.internetMessageId()))
            .distinct()
            .limit(MAX_IDS)
            .map(HuntingQuery::quoted)
            .collect(Collectors.joining(", "));
    if (ids.isEmpty()) {
      return Map.of();
    }
    var byMessage = new HashMap<String, String>();
    var query =
        "EmailEvents | where Timestamp >= datetime(%s) and InternetMessageId in (%s) | distinct InternetMessageId, EmailClusterId"
            .formatted(since, ids);
    for (var row : hunting.run(query).rows()) {
      var cluster = BackEndJson.text(row, "EmailClusterId");
      var message = BackEndJson.text(row, "InternetMessageId");
      // 0 is what was not fingerprinted.
      if (message != null && cluster != null && !cluster.equals("0")) {
        byMessage.putIfAbsent(message, cluster);
      }
    }
    var found = new LinkedHashMap<EntityKey, String>();
    for (var mail : wanted) {
      var cluster = byMessage.get(String.valueOf(mail.internetMessageId()));
      if (cluster != null) {
        found.put(mail.key(), cluster);
      }
    }
    return found;
  }

  /** Those of the messages of which there is a record that they were delivered to that mailbox. */
  List<MovedMessage> delivered(List<MovedMessage> messages, Instant since) {
    var ids =
        messages.stream()
            .map(MovedMessage::internetMessageId)
            .filter(id -> !id.isEmpty())
            .distinct()
            .limit(MAX_IDS)
            .map(HuntingQuery::quoted)
            .collect(Collectors.joining(", "));
    if (ids.isEmpty()) {
      return List.of();
    }
    var query =
        "EmailEvents | where Timestamp >= datetime(%s) and InternetMessageId in (%s) | distinct InternetMessageId, RecipientEmailAddress"
            .formatted(since, ids);
    var records =
        hunting.run(query).rows().stream()
            .map(
                row ->
                    delivery(
                        BackEndJson.textOr(row, "RecipientEmailAddress", ""),
                        BackEndJson.textOr(row, "InternetMessageId", "")))
            .collect(Collectors.toSet());
    return messages.stream()
        .filter(m -> records.contains(delivery(m.mailbox(), m.internetMessageId())))
        .toList();
  }

  private static String delivery(String mailbox, String internetMessageId) {
    return mailbox.toLowerCase(Locale.ROOT) + " " + internetMessageId;
  }

  private static List<MailCluster.Member> distinct(HuntingQuery.Table table) {
    var members = new LinkedHashMap<String, MailCluster.Member>();
    for (var row : table.rows()) {
      var mailbox = BackEndJson.text(row, "RecipientEmailAddress");
      var id = BackEndJson.text(row, "InternetMessageId");
      if (mailbox != null && id != null) {
        // A message has a row for each event; the newest comes first.
        members.putIfAbsent(
            delivery(mailbox, id),
            new MailCluster.Member(
                mailbox,
                BackEndJson.text(row, "NetworkMessageId"),
                id,
                BackEndJson.text(row, "LatestDeliveryLocation")));
      }
    }
    return List.copyOf(members.values());
  }

  @Override
  public Map<EntityKey, Location> locate(List<MailMessage> wanted) {
    var reachable =
        new ArrayList<>(
            new LinkedHashSet<>(
                wanted.stream()
                    .filter(m -> m.internetMessageId() != null)
                    .filter(m -> Messages.isAddress(m.recipient()))
                    .toList()));
    var places = ParallelCalls.each(reachable, this::place);
    var located = new LinkedHashMap<EntityKey, Location>();
    for (int i = 0; i < reachable.size(); i++) {
      var key = reachable.get(i).key();
      places.get(i).ifPresent(place -> located.put(key, place));
    }
    return located;
  }

  private Optional<Location> place(MailMessage message) {
    var mailbox = String.valueOf(message.recipient());
    return messages.find(mailbox, String.valueOf(message.internetMessageId())).stream()
        .findFirst()
        .map(
            found ->
                new Location(
                    found.id(),
                    found.folderId(),
                    messages.folder(mailbox, found.folderId()).name()));
  }
}
