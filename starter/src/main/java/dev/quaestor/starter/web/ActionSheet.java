package dev.quaestor.starter.web;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Execution;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.starter.DecisionResult;
import dev.quaestor.starter.ledger.UndoState;
import dev.quaestor.starter.view.ActionView;
import dev.quaestor.starter.view.AroundView;
import dev.quaestor.starter.view.ImpactView;
import dev.quaestor.starter.view.PendingView;
import dev.quaestor.text.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One action as the drawer and its own page tell of it, in this order: what will happen, why, what
 * it touches, what comes if nobody answers, who may decide.
 *
 * @param title the act and what it is done to
 * @param place where, for people
 * @param does what happens if it is approved
 * @param undo how it is taken back, or why it cannot be
 * @param pending what an approver needs; null for what does not wait
 * @param decided what was decided, by whom and when; null for what waits
 * @param result what became of it; null for what waits
 * @param doneBy by which back ends, as they are called here; null where that is not known
 * @param neededBy who else needs what it brought about, where an undo has let go of it
 * @param comment what the person typed, where it was not sent or did not count
 */
record ActionSheet(
    ActionView action,
    String title,
    String place,
    @Nullable String doneBy,
    String does,
    boolean undoable,
    String undo,
    @Nullable Waiting pending,
    @Nullable Decided decided,
    @Nullable Tag result,
    List<Needed> neededBy,
    @Nullable Notice notice,
    String comment,
    Moments moments) {

  /**
   * What is asked.
   *
   * @param left how long there is to answer
   * @param approve the words of the button
   * @param danger whether it cannot be taken back, so that a reason is required
   */
  record Waiting(
      Tag verdict,
      List<Finding> findings,
      @Nullable Meter meter,
      List<Fact> impact,
      String left,
      boolean soon,
      String expires,
      String ifNobodyAnswers,
      String whoMayDecide,
      boolean mayDecide,
      @Nullable String mayNotDecideBecause,
      boolean signInAgain,
      boolean alreadyApproved,
      List<String> given,
      @Nullable String reminders,
      String approve,
      boolean danger,
      List<PendingAction.Elsewhere> elsewhere) {}

  /** Something that is known, under its name. */
  record Fact(String name, String is) {}

  /** Whom and what it touches. */
  private static final class Impact {
    static List<Fact> of(ImpactView view) {
      var facts = new ArrayList<Fact>();
      facts.add(new Fact("Touches", Words.sentence(view.sentence())));
      if (view.kind() == PendingAction.Place.Kind.SERVER) {
        facts.add(new Fact("Kind", "Server"));
      } else if (view.kind() == PendingAction.Place.Kind.WORKSTATION) {
        facts.add(new Fact("Kind", "Workstation"));
      }
      if (!view.clickers().isEmpty()) {
        facts.add(new Fact("Opened by", Words.list(view.clickers())));
      }
      if (view.protectedBy() != null) {
        facts.add(new Fact("Protected", Words.sentence(view.protectedBy())));
      }
      if (!view.notKnown().isEmpty()) {
        facts.add(
            new Fact(
                "Not known",
                Words.sentence(
                    Words.list(
                        Stream.concat(
                                view.notKnown().stream().limit(1),
                                view.notKnown().stream().skip(1).map(Words::inside))
                            .toList()))));
      }
      return facts;
    }
  }

  /** Another action on the same thing, in a line. */
  record Other(String actionId, String title, String said) {
    static Other of(AroundView.Other other, Moments moments) {
      var at = other.decidedAt();
      var by = other.decidedBy();
      return new Other(
          other.actionId(),
          other.summary(),
          at == null
              ? "waits"
              : "%s: %s%s%s"
                  .formatted(
                      moments.at(at),
                      Words.inside(Words.decision(other.decision())),
                      by == null ? "" : " by " + by,
                      other.comment() == null ? "" : ", \u201c" + other.comment() + "\u201d"));
    }
  }

  /** What else waits on the same thing or its device. */
  public List<Other> alsoWaiting() {
    var around = action.around();
    return around == null
        ? List.of()
        : around.waiting().stream().map(o -> Other.of(o, moments)).toList();
  }

  /** What was decided on the same thing before. */
  public List<Other> earlier() {
    var around = action.around();
    return around == null
        ? List.of()
        : around.earlier().stream().map(o -> Other.of(o, moments)).toList();
  }

  /** A finding with its weight: {@code +50}, {@code 0}, {@code −15}. */
  record Finding(String weight, boolean counts, String on, String sentence, String source) {
    static Finding of(PendingView.ReasonView reason) {
      return new Finding(
          signed(reason.weight()),
          reason.weight() != 0,
          reason.on(),
          Words.sentence(reason.sentence()),
          Words.finder(reason.source()));
    }
  }

  /**
   * How far the weight of what speaks against it goes, on a scale to a fifth over what makes it
   * malicious.
   *
   * @param weight of the findings on the piece that counts most
   */
  record Meter(int weight, String on) {
    private static final double FULL = VerdictRules.MALICIOUS_FROM * 1.2;

    public String fill() {
      return percent(Math.clamp(weight, 0, (long) FULL));
    }

    public String suspicious() {
      return percent(VerdictRules.SUSPICIOUS_FROM);
    }

    public String malicious() {
      return percent(VerdictRules.MALICIOUS_FROM);
    }

    public String sentence() {
      return "Weight %d. Suspicious from %d, malicious from %d."
          .formatted(weight, VerdictRules.SUSPICIOUS_FROM, VerdictRules.MALICIOUS_FROM);
    }

    private static String percent(double part) {
      return "%.1f%%".formatted(100 * part / FULL);
    }
  }

  /** What was decided. */
  record Decided(
      String word, @Nullable String by, @Nullable String when, @Nullable String comment) {}

  /** Why a person is asked, as the rest of a sentence. */
  public String because() {
    return Words.sentence(Words.inside(action.because()));
  }

  public boolean mayBeUndone() {
    return action.undo().mayBeTried();
  }

  /** What was seen on the back end, as a sentence. */
  public @Nullable String outcome() {
    return action.outcome() == null ? null : Words.said(action.outcome());
  }

  /**
   * An undo that was asked for.
   *
   * @param outcome how it ended; null while it runs
   */
  record Undone(
      String word,
      @Nullable String by,
      @Nullable String when,
      @Nullable String comment,
      @Nullable String outcome) {}

  /** What became of the last undo; null where nobody asked for one. */
  public @Nullable Undone undone() {
    var by = action.undoRequestedBy();
    var ended = action.undoOutcome();
    var at = action.undoChangedAt();
    return by == null && ended == null
        ? null
        : new Undone(
            action.undo() == UndoState.UNDONE ? "Undone" : "Undo asked for",
            by,
            at == null ? null : Words.inside(moments.at(at)),
            action.undoComment(),
            ended == null ? null : Words.said(Words.withoutHolders(ended)));
  }

  static String signed(int weight) {
    return weight > 0 ? "+" + weight : weight < 0 ? "−" + -weight : "0";
  }

  static ActionSheet of(ActionView action, Moments moments) {
    return of(action, List.of(), moments);
  }

  static ActionSheet of(ActionView action, List<Needed> neededBy, Moments moments) {
    var type = action.type();
    var asked = action.pending();
    var undo = undo(type);
    return new ActionSheet(
        action,
        title(action),
        where(action),
        doneBy(action),
        Words.does(type),
        type.undoable(),
        undo,
        asked == null ? null : waiting(action, asked, moments),
        asked == null ? decided(action, moments) : null,
        asked == null ? Words.result(action) : null,
        neededBy,
        null,
        "",
        moments);
  }

  ActionSheet with(@Nullable Notice told, String typed) {
    return new ActionSheet(
        action, title, place, doneBy, does, undoable, undo, pending, decided, result, neededBy,
        told, typed, moments);
  }

  /** Whether approving it changes something that no undo gives back. */
  static boolean isForGood(ActionView action) {
    return isForGood(action.type());
  }

  static boolean isForGood(ActionType type) {
    return !type.undoable() && !type.onlyReads();
  }

  /** What an order would do to what. */
  static String title(RemediationAction action) {
    var target = action.target();
    var on = target instanceof OnDevice there ? there.deviceId() : null;
    return action.type().title() + " " + target.label() + (on == null ? "" : " on " + on);
  }

  /** What is done to what; a device has its name and not its id. */
  static String title(ActionView action) {
    return action.title() + " " + target(action);
  }

  /** What it is done to, as people call it. */
  static String target(ActionView action) {
    var device = action.device();
    return device != null && action.target() instanceof Device
        ? device.name()
        : action.target().label();
  }

  /** The same, and for what lies on a device, on which. */
  static String targetOnDevice(ActionView action) {
    var device = action.device();
    return device == null || action.target() instanceof Device
        ? target(action)
        : target(action) + " on " + device.name();
  }

  /** Where: {@code ws-jdoe · Workstations · Windows11}; empty for what is done to no device. */
  static String where(ActionView action) {
    var device = action.device();
    if (device == null) {
      return action.target() instanceof OnDevice on
          ? Objects.requireNonNullElse(on.deviceId(), "")
          : by(action);
    }
    return action.target() instanceof Device ? place(device) : dot(device.name(), place(device));
  }

  /** Where several could do it, who does; a question is about all of them. */
  private static String by(ActionView action) {
    return action.together().isEmpty() ? "" : "by " + doneBy(action);
  }

  private static @Nullable String doneBy(ActionView action) {
    return action.together().isEmpty() || action.pending() == null
        ? action.connector()
        : Listed.of(action.together());
  }

  private static String place(PendingAction.@Nullable Place device) {
    return device == null
        ? ""
        : dot(device.group(), device.system() == null ? null : Words.spaced(device.system()));
  }

  static String dot(@Nullable String... parts) {
    return String.join(
        " · ", Stream.of(parts).filter(Objects::nonNull).filter(p -> !p.isEmpty()).toList());
  }

  static String undo(ActionType type) {
    return type.undoneHow().or(type::notUndoableBecause).map(Words::sentence).orElse("");
  }

  private static Waiting waiting(ActionView action, PendingView asked, Moments moments) {
    var expires = Objects.requireNonNull(action.expiresAt());
    var findings = asked.reasons().stream().map(Finding::of).toList();
    return new Waiting(
        Words.verdict(Objects.requireNonNullElse(action.verdict(), Verdict.UNKNOWN)),
        findings,
        meter(asked.reasons()),
        Impact.of(asked.impact()),
        moments.left(expires),
        moments.soon(expires),
        moments.at(expires),
        asked.ifNobodyAnswers(),
        Words.sentence(asked.whoMayDecide()),
        asked.mayDecide(),
        asked.mayNotDecideBecause() == null ? null : Words.sentence(asked.mayNotDecideBecause()),
        asked.signInAgain(),
        asked.wouldBe() == DecisionResult.Result.ALREADY_APPROVED,
        asked.approvals().given().stream().map(g -> ActionSheet.given(g, moments)).toList(),
        reminders(asked, moments),
        "Approve " + Words.noun(action.type()),
        isForGood(action),
        asked.elsewhere());
  }

  /** {@code Dana Ortiz, today 10:52: "comment"}. */
  private static String given(PendingView.GivenView approval, Moments moments) {
    var said = approval.by() + ", " + Words.inside(moments.at(approval.at()));
    return approval.comment() == null ? said : said + ": " + approval.comment();
  }

  /** {@code Reminder to the approvers in 1 d; to soc-leads in 3 d.} Null where none is to come. */
  private static @Nullable String reminders(PendingView asked, Moments moments) {
    if (asked.reminders().isEmpty()) {
      return null;
    }
    return asked.reminders().stream()
        .map(
            r ->
                "to %s in %s"
                    .formatted(
                        r.to().isEmpty() ? "the approvers" : Words.list(r.to()),
                        moments.left(r.at())))
        .collect(Collectors.joining("; ", "Reminder ", "."));
  }

  private static @Nullable Meter meter(List<PendingView.ReasonView> reasons) {
    if (reasons.isEmpty()) {
      return null;
    }
    var on = reasons.getFirst().on();
    var weight =
        reasons.stream()
            .filter(r -> r.on().equals(on))
            .mapToInt(PendingView.ReasonView::weight)
            .sum();
    return new Meter(weight, on);
  }

  static Decided decided(ActionView action, Moments moments) {
    if (action.execution() == Execution.UNSUPPORTED
        && action.decision() == DecisionStatus.NOT_NEEDED) {
      return new Decided("Nobody asked", null, null, null);
    }
    var at = action.decidedAt();
    var automatic = action.decision() == DecisionStatus.NOT_NEEDED;
    return new Decided(
        Words.decision(action.decision()),
        automatic || action.decision() == DecisionStatus.EXPIRED ? null : action.decidedBy(),
        at == null ? null : Words.inside(moments.at(at)),
        switch (action.decision()) {
          case NOT_NEEDED -> action.because();
          case EXPIRED -> "Nobody answered in time, which counts as no";
          case PENDING, APPROVED, REJECTED, SUPERSEDED -> action.comment();
        });
  }
}
