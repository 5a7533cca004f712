package dev.quaestor.starter.web;

import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.ledger.UndoState;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.InvestigationView;
import dev.quaestor.starter.view.InvestigationView.AlertView;
import dev.quaestor.starter.view.InvestigationView.ClassificationView;
import dev.quaestor.starter.view.InvestigationView.EvidenceView;
import dev.quaestor.text.Counted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One investigation as its page tells of it. */
record CaseSheet(
    InvestigationView view,
    Tag state,
    Tag verdict,
    String severity,
    boolean high,
    @Nullable String because,
    List<Note> notes,
    String started,
    @Nullable String ended,
    List<PendingList.Row> waiting,
    List<HistoryList.Row> done,
    List<Piece> evidence,
    List<AlertLine> alerts,
    List<Moment> timeline,
    CaseGraph graph) {

  /** So many pieces are shown at once; the gravest first. */
  private static final int MOST_PIECES = 500;

  /** So many lines has the short story. */
  private static final int MOST_MOMENTS = 40;

  /** A piece of evidence. */
  record Piece(
      String entityKey,
      Tag verdict,
      String kind,
      String label,
      String reached,
      @Nullable String first,
      List<ActionSheet.Finding> findings,
      String weight,
      Tag remediation,
      List<String> decoded,
      @Nullable Said said) {}

  /** What a person said that it really was. */
  record Said(String what, String by, String when, @Nullable String comment) {
    static @Nullable Said of(@Nullable ClassificationView view, Moments moments) {
      return view == null
          ? null
          : new Said(
              Words.plain(view.classification()) + ", " + Words.plain(view.determination()),
              view.classifiedBy(),
              moments.at(view.classifiedAt()),
              view.comment());
    }
  }

  /** An alert. */
  record AlertLine(
      String alertId,
      String title,
      String severity,
      String source,
      String techniques,
      String when,
      @Nullable String description,
      @Nullable Said said) {}

  /** What somebody wrote into the file. */
  record Note(String by, String when, String text) {}

  /** Something that happened. */
  record Moment(Instant at, String time, String strong, @Nullable String then, boolean now) {}

  static CaseSheet of(InvestigationView view, Moments moments) {
    var waiting =
        view.actions().stream().filter(a -> a.decision() == DecisionStatus.PENDING).toList();
    var done = view.actions().stream().filter(a -> a.decision() != DecisionStatus.PENDING).toList();
    var labels =
        view.evidence().stream()
            .collect(
                Collectors.toMap(
                    EvidenceView::entityKey, EvidenceView::label, (one, other) -> one));
    return new CaseSheet(
        view,
        Words.state(view.state()),
        Words.verdict(view.verdict()),
        Words.severity(view.severity()),
        view.severity() == Severity.HIGH,
        view.endedAt() == null || view.because() == null ? null : Words.sentence(view.because()),
        view.notes().stream().map(n -> new Note(n.by(), moments.at(n.at()), n.text())).toList(),
        moments.at(view.startedAt()),
        view.endedAt() == null ? null : moments.at(view.endedAt()),
        waiting.stream().map(a -> PendingList.Row.of(a, moments)).toList(),
        done.stream().map(a -> HistoryList.Row.of(a, moments)).toList(),
        view.evidence().stream()
            .sorted(Comparator.comparing(EvidenceView::verdict, Comparator.reverseOrder()))
            .limit(MOST_PIECES)
            .map(e -> piece(e, labels, moments))
            .toList(),
        view.alerts().stream().map(a -> alert(a, moments)).toList(),
        timeline(view, waiting, moments),
        CaseGraph.of(view.evidence()));
  }

  private static Piece piece(EvidenceView e, Map<String, String> labels, Moments moments) {
    var findings =
        e.reasons().stream()
            .map(
                r ->
                    new ActionSheet.Finding(
                        ActionSheet.signed(r.weight()),
                        r.weight() != 0,
                        e.label(),
                        Words.sentence(r.sentence()),
                        Words.finder(r.source())))
            .toList();
    var from = e.foundFrom();
    return new Piece(
        e.entityKey(),
        Words.verdict(e.verdict()),
        CaseGraph.kind(e.entity().kind()),
        e.label(),
        (from == null
                ? "Named by the alert"
                : "Found from " + Objects.requireNonNullElse(labels.get(from), from))
            + perhaps(e.perhaps(), moments),
        findings.isEmpty() ? null : findings.getFirst().sentence(),
        findings,
        ActionSheet.signed(
            e.reasons().stream().mapToInt(InvestigationView.ReasonView::weight).sum()),
        Words.remediation(e.remediationStatus()),
        e.decoded(),
        Said.of(e.classification(), moments));
  }

  private static String perhaps(List<InvestigationView.HolderView> holders, Moments moments) {
    return holders.stream()
        .map(
            h ->
                " · perhaps "
                    + h.device()
                    + ", which had this address ("
                    + moments.at(h.saidAt())
                    + ")")
        .collect(Collectors.joining());
  }

  private static AlertLine alert(AlertView a, Moments moments) {
    return new AlertLine(
        a.alertId(),
        a.title(),
        Words.severity(a.severity()),
        Words.alertSource(a.source()),
        String.join(", ", a.techniques()),
        moments.at(Objects.requireNonNullElse(a.createdAt(), a.addedAt())),
        a.description(),
        Said.of(a.classification(), moments));
  }

  private static List<Moment> timeline(
      InvestigationView view, List<ActionView> waiting, Moments moments) {
    var story = new ArrayList<Moment>();
    view.alerts()
        .forEach(a -> story.add(moment(a.addedAt(), "Alert taken in", a.title(), moments)));
    judged(view, moments, story);
    asked(view, waiting, moments, story);
    for (var action : view.actions()) {
      told(action, moments, story);
    }
    if (view.endedAt() != null) {
      story.add(
          moment(
              view.endedAt(),
              "Ended: " + Words.state(view.state()).word(),
              view.because() == null ? null : Words.sentence(view.because()),
              moments));
    }
    return story.stream()
        .sorted(Comparator.comparing(Moment::at).reversed())
        .limit(MOST_MOMENTS)
        .toList();
  }

  private static void judged(InvestigationView view, Moments moments, List<Moment> story) {
    var counts = new EnumMap<Verdict, Integer>(Verdict.class);
    view.evidence().forEach(e -> counts.merge(e.verdict(), 1, Integer::sum));
    view.evidence().stream()
        .map(EvidenceView::changedAt)
        .max(Instant::compareTo)
        .ifPresent(
            at ->
                story.add(
                    moment(
                        at,
                        Counted.of(
                            view.evidence().size(),
                            "piece of evidence judged",
                            "pieces of evidence judged"),
                        counts.entrySet().stream()
                            .sorted(Map.Entry.<Verdict, Integer>comparingByKey().reversed())
                            .map(c -> c.getValue() + " " + Words.verdict(c.getKey()).word())
                            .collect(Collectors.joining(", ")),
                        moments)));
  }

  private static void asked(
      InvestigationView view, List<ActionView> waiting, Moments moments, List<Moment> story) {
    view.actions().stream()
        .filter(a -> a.expiresAt() != null)
        .collect(Collectors.groupingBy(ActionView::createdAt, Collectors.counting()))
        .forEach(
            (at, count) ->
                story.add(
                    new Moment(
                        at,
                        moments.brief(at),
                        "Asked for " + Counted.of(count, "decision", "decisions"),
                        waiting.isEmpty()
                            ? null
                            : Counted.of(waiting.size(), "waits now", "wait now"),
                        !waiting.isEmpty())));
  }

  private static void told(ActionView action, Moments moments, List<Moment> story) {
    Function<String, String> of = verb -> verb + " " + ActionSheet.title(action);
    var by = action.decidedBy();
    var decidedAt = action.decidedAt();
    if (decidedAt != null && action.decision() != DecisionStatus.NOT_NEEDED) {
      story.add(
          moment(
              decidedAt,
              of.apply(Words.decision(action.decision()) + (by == null ? ":" : " by " + by + ":")),
              action.comment(),
              moments));
    }
    var finishedAt = action.finishedAt();
    if (finishedAt != null) {
      story.add(
          moment(
              finishedAt,
              of.apply(Words.execution(action.execution(), action.decision()).word() + ":"),
              action.outcome(),
              moments));
    }
    var undoAt = action.undoChangedAt();
    if (undoAt != null && action.undo() != UndoState.AVAILABLE) {
      var undone = action.undoOutcome();
      story.add(
          moment(
              undoAt,
              of.apply(Words.result(action).word() + ":"),
              undone == null ? null : Words.said(Words.withoutHolders(undone)),
              moments));
    }
  }

  private static Moment moment(Instant at, String strong, @Nullable String then, Moments moments) {
    return new Moment(at, moments.brief(at), strong, then, false);
  }
}
