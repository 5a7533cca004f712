package dev.quaestor.entity;

import dev.quaestor.text.Counted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are alike by a set of fields, as Defender clusters them.
 *
 * @param rootMessage the key of the message that they are like
 * @param criteria what they share, as field and value, in order: {@code Subject}, {@code SenderIp}…
 * @param messages those seen when the cluster was analysed; an action looks again when it runs
 * @param count how many there were at analysis, which may be more than are listed
 */
public record MailCluster(
    EntityKey rootMessage, List<Criterion> criteria, List<Member> messages, int count)
    implements Entity {

  /** The field that says whose mailboxes its messages are in, which no mail itself has. */
  private static final String ESTATE = "Estate";

  /** One field that all messages of a cluster share. */
  public record Criterion(String field, String value) {}

  /** The fields by which messages can be alike; the wire names are the vendor's. */
  public enum Field {
    SUBJECT("Subject"),
    /** Part of a subject, in whatever case. */
    SUBJECT_PART("SubjectContains"),
    RECIPIENT("Recipient"),
    SENDER_ADDRESS("P2Sender"),
    SENDER_DOMAIN("P2SenderDomain"),
    SENDER_IP("SenderIp"),
    URL("Url"),
    FILE_HASH("FileHash"),
    /** The back end's own fingerprint of the body: what it heuristically clusters by. */
    CLUSTER_ID("EmailClusterId"),
    /** One id, or several with semicolons between them: any of them. */
    NETWORK_MESSAGE_ID("NetworkMessageId"),
    INTERNET_MESSAGE_ID("InternetMessageId");

    private final String wireName;

    Field(String wireName) {
      this.wireName = wireName;
    }

    /** The field of a criterion; empty for one that only its vendor knows. */
    public static Optional<Field> of(Criterion criterion) {
      return Arrays.stream(values())
          .filter(field -> field.wireName.equalsIgnoreCase(criterion.field()))
          .findFirst();
    }

    /** How a criterion writes it. */
    public String wireName() {
      return wireName;
    }

    /** The criterion that asks for this value, as a cluster carries it. */
    public Criterion is(String value) {
      return new Criterion(wireName, value);
    }
  }

  /**
   * One message of a cluster.
   *
   * @param location where it was delivered or last moved, in the vendor's words; null when not said
   */
  public record Member(
      String mailbox,
      @Nullable String networkMessageId,
      String internetMessageId,
      @Nullable String location) {
    public Member {
      Objects.requireNonNull(mailbox, "mailbox is null");
      Objects.requireNonNull(internetMessageId, "internetMessageId is null");
    }

    /** As a message of which nothing more is known. */
    public MailMessage message() {
      return MailMessage.named(networkMessageId, internetMessageId, mailbox);
    }

    /** The key of the message itself. */
    public EntityKey key() {
      return MailMessage.keyIn(mailbox, internetMessageId);
    }

    /** Whether it is this message in this mailbox, by either of its ids. */
    public boolean is(MailMessage message) {
      return mailbox.equalsIgnoreCase(message.recipient())
          && (internetMessageId.equals(message.internetMessageId())
              || (networkMessageId != null
                  && networkMessageId.equalsIgnoreCase(message.networkMessageId())));
    }
  }

  public MailCluster {
    Objects.requireNonNull(rootMessage, "rootMessage is null");
    criteria = List.copyOf(criteria);
    messages = messages == null ? List.of() : List.copyOf(messages);
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("a mail cluster needs criteria");
    }
  }

  /**
   * How many messages an action on it may find when it runs: what came meanwhile is the same
   * campaign up to here, and beyond it is something that nobody was shown. Empty where none was
   * found before anybody was asked, because then the fields alone are what was shown.
   */
  public OptionalInt growsTo() {
    return count == 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(2 * count, count + 10));
  }

  /** What a back end can look by; the others its vendor alone knows. */
  public List<Criterion> searchable() {
    return criteria.stream().filter(c -> Field.of(c).isPresent()).toList();
  }

  /** The connector in whose mailboxes all its messages are; empty where that is not said. */
  public Optional<String> estate() {
    return criteria.stream().filter(MailCluster::isEstate).map(Criterion::value).findFirst();
  }

  /**
   * Those of its messages that are in one connector's mailboxes: a cluster of its own.
   *
   * @param among those that are listed
   * @param many how many there are
   */
  public MailCluster in(String estate, List<Member> among, int many) {
    return new MailCluster(
        rootMessage,
        Stream.concat(criteria.stream(), Stream.of(new Criterion(ESTATE, estate))).toList(),
        among,
        many);
  }

  private static boolean isEstate(Criterion criterion) {
    return ESTATE.equalsIgnoreCase(criterion.field());
  }

  /** The fields that no search has: nobody can tell whether its messages share them. */
  public List<String> unsearchable() {
    return criteria.stream()
        .filter(c -> Field.of(c).isEmpty() && !isEstate(c))
        .map(Criterion::field)
        .distinct()
        .toList();
  }

  /** Whether it is known which messages these are, all of them. */
  public boolean listsAll() {
    return !messages.isEmpty() && messages.size() == count;
  }

  @Override
  public EntityKey key() {
    var parts = new ArrayList<String>();
    parts.add(rootMessage.value());
    criteria.stream()
        .map(c -> new Criterion(LetterCase.foldedId(c.field()), c.value().strip()))
        .distinct()
        .sorted(Comparator.comparing(Criterion::field).thenComparing(Criterion::value))
        .forEach(
            c -> {
              parts.add(c.field());
              parts.add(c.value());
            });
    return EntityKey.of("cluster", parts.toArray(String[]::new));
  }

  @Override
  public String label() {
    var fields =
        criteria.stream()
            .filter(c -> !isEstate(c))
            .map(Criterion::field)
            .collect(Collectors.joining(" and "));
    return Counted.of(count, "message", "similar messages")
        + estate().map(" in "::concat).orElse("")
        + (fields.isEmpty() ? "" : " (same " + fields + ")");
  }
}
