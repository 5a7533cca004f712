package dev.quaestor.starter.intake;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.JsonBody;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.own.EntityReader;
import dev.quaestor.text.Storable;
import java.util.List;
import java.util.Set;

/**
 * Reads the body of {@code POST /investigations/{id}/missed}: {@code {"entity":{…},"comment"?}},
 * the entity as in Quaestor's own alert. Pure and thread-safe; never throws on any body.
 */
public final class MissedReader {
  /**
   * Makes an alert of what was missed: by the analyst's word it is Malicious.
   *
   * @param missedIn the investigation that missed it; what is said of the same thing of the same
   *     one meets in one investigation
   * @param severity that investigation's
   */
  public Reading read(byte[] body, String missedIn, Severity severity) {
    var problems = new Problems();
    var root = JsonBody.parse(body, problems);
    var request = root == null ? null : Fields.strictly(root, "", problems);
    if (request == null) {
      return new Reading.Refused(problems.all());
    }
    request.only(Set.of("entity", "comment"));
    var named = request.has("entity") ? request.object("entity") : null;
    if (named == null) {
      request.problem("entity", "is missing: what was missed?");
      return new Reading.Refused(problems.all());
    }
    Entity entity = EntityReader.read(named);
    if (entity == null || !problems.none()) {
      return new Reading.Refused(problems.refusal());
    }
    var key = PlanHash.shortId("missed\n" + missedIn + "\n" + entity.key());
    var draft = new AlertDraft("manual:" + key, AlertSource.MANUAL);
    // What follows from it runs by itself only where whoever says it may act.
    draft.add(
        entity, List.of(), new ReportedVerdict(ReportedVerdict.ANALYST, Verdict.MALICIOUS, null));
    var heading =
        new AlertDraft.Heading(
            Storable.bounded("Missed: " + entity.label(), Texts.TITLE),
            request.text("comment"),
            severity,
            null,
            List.of(),
            ReportedVerdict.ANALYST,
            null,
            null);
    var alert = draft.finish(heading, "case-" + key);
    AlertReader.requireSize(alert, "", problems);
    return problems.none() ? new Reading.Read(List.of(alert)) : new Reading.Refused(problems.all());
  }
}
