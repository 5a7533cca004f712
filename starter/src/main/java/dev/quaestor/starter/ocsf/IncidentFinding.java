package dev.quaestor.starter.ocsf;

import com.google.re2j.Pattern;
import dev.quaestor.evidence.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One investigation as Incident Finding (2005): Create when it starts, Update when its state,
 * verdict, severity or alerts change, Close when it ends. Each is the whole as it then stood.
 */
final class IncidentFinding {
  private static final Code CREATE = new Code(1, "Create");
  private static final Code UPDATE = new Code(2, "Update");
  private static final Code CLOSE = new Code(3, "Close");

  /** The worst are told one by one; how many there are of each verdict is always told. */
  static final int MOST_OBSERVABLES = 200;

  private static final int MOST_FINDINGS = 100;
  private static final int MOST_TECHNIQUES = 100;
  private static final Pattern TECHNIQUE = Pattern.compile("(T\\d{4})(?:\\.(\\d{3}))?");

  private final Occurrence told;
  private final CaseStory story;

  IncidentFinding(Occurrence told, CaseStory story) {
    this.told = told;
    this.story = story;
  }

  JsonNode as(Topic topic) {
    var activity =
        switch (topic) {
          case INVESTIGATION_STARTED -> CREATE;
          case INVESTIGATION_CLOSED -> CLOSE;
          case INVESTIGATION_UPDATED,
              APPROVAL_REQUESTED,
              APPROVAL_GIVEN,
              APPROVAL_REMINDER,
              APPROVAL_ESCALATED,
              APPROVAL_DECIDED,
              ACTION_RUNNING,
              ACTION_SUCCEEDED,
              ACTION_PARTIALLY_SUCCEEDED,
              ACTION_FAILED,
              ACTION_UNSUPPORTED,
              UNDO_REQUESTED,
              UNDO_RUNNING,
              ACTION_UNDONE,
              UNDO_FAILED,
              UNDO_HELD_BY_OTHERS,
              UNDO_CHANGED_SINCE ->
              UPDATE;
        };
    var worst = worstFirst();
    return assigned(
            OcsfClass.INCIDENT_FINDING
                .event(activity)
                .put("severity", Codes.severity(story.severity()))
                .put("time", told.at())
                .put("start_time", story.startedAt())
                .put("end_time", story.status().ended() ? story.statusSince() : null)
                .put("status", Codes.incident(story.status()))
                .put("status_code", story.status().name())
                .put("status_detail", story.because())
                .put("verdict", story.verdictCode())
                .put("message", story.title() + ": " + words(story.status().name()))
                .put("desc", story.title())
                .put("finding_info_list", findings())
                .put("attacks", attacks())
                .put("observables", worst.stream().map(Piece::asObservable).toList())
                .put("enrichments", worst.stream().map(Piece::asEnrichment).toList())
                .put("metadata", Envelope.metadata(told, story.investigationId(), List.of()))
                .put("unmapped", unmapped()))
        .node();
  }

  /** The schema wants an assignee or a group of them: whoever is to do the next thing. */
  private Attributes assigned(Attributes event) {
    return story.actions().stream().anyMatch(ActionStory::waits)
        ? event.put("assignee_group", new Attributes().put("name", "approvers"))
        : event.put(
            "assignee",
            new Attributes().put("name", "Quaestor").put("type", new Code(3, "System")));
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private List<Attributes> findings() {
    var found = new ArrayList<Attributes>();
    for (var alert : story.alerts().stream().limit(MOST_FINDINGS).toList()) {
      found.add(
          new Attributes()
              .put("uid", alert.alertId())
              .put("title", alert.title())
              .put("created_time", alert.createdAt())
              .texts("data_sources", List.of(alert.source().name()))
              .put("attacks", attacks(alert.techniques())));
    }
    if (found.isEmpty()) {
      found.add(new Attributes().put("uid", story.investigationId()).put("title", story.title()));
    }
    return found;
  }

  private List<Attributes> attacks() {
    return attacks(
        story.alerts().stream()
            .flatMap(
                a ->
                    a.techniques() == null ? java.util.stream.Stream.of() : a.techniques().stream())
            .distinct()
            .toList());
  }

  /** MITRE ATT&amp;CK techniques; what does not look like one is left out. */
  private static List<Attributes> attacks(@Nullable List<String> techniques) {
    var attacks = new ArrayList<Attributes>();
    for (var id : techniques == null ? List.<String>of() : techniques) {
      var technique = TECHNIQUE.matcher(id.strip().toUpperCase(Locale.ROOT));
      if (technique.matches() && attacks.size() < MOST_TECHNIQUES) {
        var parent = technique.group(1);
        @Nullable String sub = technique.group(2);
        var page = "https://attack.mitre.org/techniques/" + parent + "/";
        var attack =
            new Attributes()
                .put("technique", new Attributes().put("uid", parent).put("src_url", page));
        if (sub != null) {
          attack.put(
              "sub_technique",
              new Attributes().put("uid", parent + "." + sub).put("src_url", page + sub + "/"));
        }
        attacks.add(attack);
      }
    }
    return attacks;
  }

  private List<Piece> worstFirst() {
    return story.pieces().stream()
        .sorted(Comparator.comparing(Piece::verdict).reversed())
        .limit(MOST_OBSERVABLES)
        .toList();
  }

  private Attributes unmapped() {
    var verdicts = new LinkedHashMap<Verdict, Long>();
    for (var verdict : Verdict.values()) {
      verdicts.put(verdict, 0L);
    }
    story.pieces().forEach(p -> verdicts.merge(p.verdict(), 1L, Long::sum));
    var evidence = new Attributes().put("total", (long) story.pieces().size());
    verdicts.forEach((v, count) -> evidence.put(v.name().toLowerCase(Locale.ROOT), count));
    var rest =
        new Attributes()
            .put("quaestor_verdict", story.verdict().name())
            .put("alerts", (long) story.alerts().size())
            .put("evidence", evidence)
            .put("actions", actions());
    var facts = story.facts();
    if (facts != null) {
      rest.put("started_by", facts.startedBy()).put("policy_revision", facts.policyRevision());
    }
    return rest;
  }

  private Attributes actions() {
    var all = story.actions();
    return new Attributes()
        .put("total", (long) all.size())
        .put("pending", all.stream().filter(ActionStory::waits).count())
        .put("done", all.stream().filter(a -> a.execution().isGood()).count())
        .put("undone", all.stream().filter(ActionStory::undone).count());
  }
}
