package dev.quaestor.starter.intake.order;

import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.JsonBody;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * By what messages are looked for; all must hold.
 *
 * @param criteria as a {@link MailCluster} carries them
 * @param since null for as far back as is usual
 * @param limit how many to list; null for as many as is usual
 */
public record MailCriteria(
    List<MailCluster.Criterion> criteria, @Nullable Instant since, @Nullable Integer limit) {
  /** The most that one search lists; the count is of all. */
  public static final int MOST_LISTED = 1000;

  /** The field of a search by its name here. */
  private static final Map<String, Field> CRITERIA = new LinkedHashMap<>();

  static {
    CRITERIA.put("subject", Field.SUBJECT);
    CRITERIA.put("subjectContains", Field.SUBJECT_PART);
    CRITERIA.put("sender", Field.SENDER_ADDRESS);
    CRITERIA.put("senderDomain", Field.SENDER_DOMAIN);
    CRITERIA.put("senderIp", Field.SENDER_IP);
    CRITERIA.put("url", Field.URL);
    CRITERIA.put("fileHash", Field.FILE_HASH);
    CRITERIA.put("internetMessageId", Field.INTERNET_MESSAGE_ID);
    CRITERIA.put("networkMessageId", Field.NETWORK_MESSAGE_ID);
    CRITERIA.put("recipient", Field.RECIPIENT);
  }

  public MailCriteria {
    criteria = List.copyOf(criteria);
  }

  /** What became of the body of {@code POST /mail/search}. */
  public sealed interface Reading {
    /** A search. */
    record Read(MailCriteria search) implements Reading {}

    /** None, and why. */
    record Refused(List<Problem> problems) implements Reading {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /** Never throws on any body. */
  public static Reading read(byte[] body) {
    var problems = new Problems();
    var root = JsonBody.parse(body, problems);
    var fields = root == null ? null : Fields.strictly(root, "", problems);
    var search = fields == null ? null : read(fields);
    return search == null || !problems.none()
        ? new Reading.Refused(problems.refusal())
        : new Reading.Read(search);
  }

  static @Nullable MailCriteria read(Fields fields) {
    var known = new TreeSet<>(CRITERIA.keySet());
    known.addAll(Set.of("since", "limit"));
    fields.only(known);
    var criteria = new ArrayList<MailCluster.Criterion>();
    CRITERIA.forEach(
        (name, field) -> {
          var value = fields.identity(name, Artifacts.NAME);
          if (value != null) {
            criteria.add(field.is(value));
          }
        });
    if (criteria.isEmpty()) {
      fields.problem("", "needs at least one of " + String.join(", ", CRITERIA.keySet()));
    }
    var limit = fields.number("limit");
    if (limit != null && (limit < 1 || limit > MOST_LISTED)) {
      fields.problem("limit", "must be 1 to " + MOST_LISTED);
    }
    return new MailCriteria(
        criteria,
        fields.instant("since"),
        limit == null ? null : (int) Math.min(limit, MOST_LISTED));
  }
}
