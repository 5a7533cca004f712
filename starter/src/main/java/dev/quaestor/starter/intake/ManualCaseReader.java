package dev.quaestor.starter.intake;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.JsonBody;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.starter.intake.json.Words;
import dev.quaestor.starter.intake.own.QuaestorAlertFormat;
import java.util.List;
import java.util.Set;

/**
 * Reads the body of {@code POST /investigations}: {@code
 * {"title","severity"?,"entities":[…],"comment"?}}, entities as in Quaestor's own alert. Pure and
 * thread-safe; never throws on any body.
 */
public final class ManualCaseReader {
  /** Who says so, where a person gave an entity a verdict. */
  private static final String ANALYST = "analyst";

  /**
   * Reads one case.
   *
   * @param body as it came
   * @param caseId what makes the same request twice one case: the Idempotency-Key with its caller,
   *     or a fresh id. It goes into ids as a hash only
   * @return one alert of source {@code MANUAL}, which shares its investigation with no other, or a
   *     refusal
   */
  public Reading read(byte[] body, String caseId) {
    var problems = new Problems();
    var root = JsonBody.parse(body, problems);
    var request = root == null ? null : Fields.strictly(root, "", problems);
    if (request == null) {
      return new Reading.Refused(problems.all());
    }
    request.only(Set.of("title", "severity", "entities", "comment"));
    var key = PlanHash.shortId(caseId);
    var title = request.requiredText("title", Texts.TITLE);
    var draft = new AlertDraft("manual:" + key, AlertSource.MANUAL);
    QuaestorAlertFormat.entities(request, draft, ANALYST);
    var heading =
        new AlertDraft.Heading(
            title == null ? "" : title,
            request.text("comment"),
            request.word("severity", Words.OWN_SEVERITIES),
            null,
            List.of(),
            ANALYST,
            null,
            null);
    var alert = draft.finish(heading, "case-" + key);
    AlertReader.requireSize(alert, "", problems);
    return problems.none() ? new Reading.Read(List.of(alert)) : new Reading.Refused(problems.all());
  }
}
