package dev.quaestor.starter.web;

import dev.quaestor.starter.Policies;
import dev.quaestor.starter.policy.Backtest;
import dev.quaestor.starter.policy.PolicyExample;
import dev.quaestor.starter.policy.PolicyProblem;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Storable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A text that may become the policy, with what is known of it. Nothing of it is kept here: it is in
 * the form, and comes again with it.
 *
 * @param over the revision over which it is written
 * @param checked the hash of the text that was checked; empty before, and for one with errors
 * @param examples the text of the examples
 * @param comment what changes and why
 * @param findings what the check says, errors first; null before it
 * @param tried what the examples say; null where nobody asked
 * @param trial what past cases say; null where nobody asked
 * @param mayNotBecause why it cannot be put in force as it stands; null when it can
 */
record DraftSheet(
    String yaml,
    int over,
    String checked,
    String examples,
    String comment,
    @Nullable Notice notice,
    @Nullable Check check,
    @Nullable Diff diff,
    @Nullable Examples tried,
    @Nullable Trial trial,
    @Nullable String mayNotBecause) {
  private static final int AROUND = 1;

  public int next() {
    return over + 1;
  }

  /** What the check says. */
  record Check(Tag tag, String sentence, List<Finding> findings) {
    static Check of(List<PolicyProblem> problems, String yaml) {
      var errors = problems.stream().filter(p -> p.code().isError()).count();
      var warnings = problems.size() - errors;
      var sentence =
          errors == 0 && warnings == 0
              ? "No errors, no warnings."
              : errors == 0
                  ? "No errors, %s.".formatted(Counted.of(warnings, "warning", "warnings"))
                  : Counted.of(errors, "error", "errors") + ".";
      return new Check(
          errors > 0 ? Tag.bad("Check") : warnings > 0 ? Tag.warn("Check") : Tag.good("Check"),
          sentence,
          problems.stream().map(p -> Finding.of(p, yaml.lines().toList())).toList());
    }
  }

  /**
   * Something that is wrong, or hardly meant.
   *
   * @param excerpt the line with those around it
   */
  record Finding(Tag tag, int line, String where, String sentence, List<Numbered> excerpt) {
    static Finding of(PolicyProblem problem, List<String> lines) {
      return new Finding(
          problem.code().isError() ? Tag.bad("Error") : Tag.warn("Warning"),
          problem.line(),
          Storable.bounded(problem.path(), 120),
          Words.sentence(Storable.bounded(problem.message(), 600)),
          IntStream.rangeClosed(problem.line() - AROUND, problem.line() + AROUND)
              .filter(n -> n >= 1 && n <= lines.size())
              .mapToObj(n -> new Numbered(n, lines.get(n - 1), n == problem.line()))
              .toList());
    }
  }

  /** A line of the draft. */
  record Numbered(int number, String text, boolean meant) {}

  /** How the examples came out. */
  record Examples(Tag tag, String sentence, List<Failed> failed) {
    /** One that came out otherwise; or a line of the examples that cannot be read. */
    record Failed(String name, int line, List<String> sentences) {}

    static Examples of(List<PolicyExample.Result> results) {
      var failed = results.stream().filter(r -> !r.passed()).map(Examples::failed).toList();
      return new Examples(
          failed.isEmpty() ? Tag.good("Examples") : Tag.bad("Examples"),
          Counted.of(results.size() - failed.size(), results.size(), "example", "examples")
              + " as expected.",
          failed);
    }

    private static Failed failed(PolicyExample.Result result) {
      var sentences = new ArrayList<String>();
      result.missing().forEach(m -> sentences.add("Expected, and not planned: " + m));
      result.unexpected().forEach(u -> sentences.add("Planned, and not expected: " + u));
      return new Failed(result.example().name(), result.example().line(), sentences);
    }

    static Examples unreadable(List<PolicyProblem> problems) {
      return new Examples(
          Tag.bad("Examples"),
          "They cannot be read.",
          problems.stream()
              .map(
                  p ->
                      new Failed(
                          Storable.bounded(p.path(), 120),
                          p.line(),
                          List.of(Words.sentence(Storable.bounded(p.message(), 600)))))
              .toList());
    }
  }

  /** What it would have done about past cases. */
  record Trial(Tag tag, String sentence, @Nullable String incomplete, List<Row> rows) {
    /** One kind of difference. */
    record Row(
        Tag change,
        String action,
        String group,
        int count,
        @Nullable String protectedOnes,
        List<String> cases) {
      static Row of(Backtest.Difference d) {
        return new Row(
            PolicyWords.change(d.change(), d.gate()),
            d.action().title(),
            d.deviceGroup(),
            d.count(),
            d.onProtectedDevices() == 0
                ? null
                : "%,d on protected devices".formatted(d.onProtectedDevices()),
            d.cases());
      }
    }

    static Trial of(Policies.Trial trial) {
      var alone =
          trial.differences().stream()
              .filter(d -> PolicyWords.change(d.change(), d.gate()).tone() == Tag.Tone.WARN)
              .mapToInt(Backtest.Difference::count)
              .sum();
      var sentence =
          "%s of the last 30 days, %s."
                  .formatted(
                      Counted.of(trial.cases(), "case", "cases"),
                      trial.casesThatDiffer() == 0
                          ? "and nothing would have been otherwise"
                          : "of which "
                              + Counted.of(
                                  trial.casesThatDiffer(),
                                  "would have gone otherwise",
                                  "would have gone otherwise"))
              + (alone == 0
                  ? ""
                  : " "
                      + Counted.of(
                          alone,
                          "action more would have run without asking.",
                          "actions more would have run without asking."));
      return new Trial(
          alone > 0 ? Tag.warn("Back-test") : Tag.good("Back-test"),
          sentence,
          trial.complete()
              ? null
              : "There were more cases than could be tried in a minute; these are the newest.",
          trial.differences().stream().map(Row::of).toList());
    }
  }
}
