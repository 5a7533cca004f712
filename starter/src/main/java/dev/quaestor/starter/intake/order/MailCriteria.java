package dev.quaestor.starter.intake.order;

import dev.quaestor.entity.MailCluster;
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

  /** The field of a search and the vendor's name for it. */
  private static final Map<String, String> CRITERIA = new LinkedHashMap<>();

  static {
    CRITERIA.put("subject", "Subject");
    CRITERIA.put("subjectContains", "SubjectContains");
    CRITERIA.put("sender", "P2Sender");
    CRITERIA.put("senderDomain", "P2SenderDomain");
    CRITERIA.put("senderIp", "SenderIp");
    CRITERIA.put("url", "Url");
    CRITERIA.put("fileHash", "FileHash");
    CRITERIA.put("internetMessageId", "InternetMessageId");
    CRITERIA.put("networkMessageId", "NetworkMessageId");
    CRITERIA.put("recipient", "Recipient");
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
        (name, vendors) -> {
          var value = fields.identity(name, Artifacts.NAME);
          if (value != null) {
            criteria.add(new MailCluster.Criterion(vendors, value));
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
