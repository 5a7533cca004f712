package dev.quaestor.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.ApprovalTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An action before an approver: what will happen, why, and what a decision is bound to. The API,
 * the command line, the Temporal Web UI and the page all show this one, so that nobody decides
 * knowing less than another.
 *
 * @param summary what is done to what, and where
 * @param device where it is done; null for what is done to no device
 * @param because why the policy wants a person here, one sentence
 * @param reasons the findings that led here, the gravest first, and no more than {@value #REASONS}
 * @param undo whether it could be taken back once done, and how
 * @param whoMayDecide one sentence
 * @param ifNobodyAnswers what happens then, and when, one sentence
 * @param approvals what it takes to approve it, and what there is of it
 * @param reminders who is told while nobody answers, as far as that is yet to come
 * @param elsewhere the other cases in which the same waits, which one decision answers with it;
 *     only the ledger knows them
 * @param connector who would do it, as the worker's configuration calls it; null where that is not
 *     known yet
 */
public record PendingAction(
    String actionId,
    ActionType type,
    String summary,
    Entity target,
    @Nullable Place device,
    Verdict verdict,
    String ruleId,
    String because,
    List<Reason> reasons,
    Undo undo,
    Impact impact,
    Area area,
    String whoMayDecide,
    String ifNobodyAnswers,
    Approvals approvals,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Notice> reminders,
    String planHash,
    Instant requestedAt,
    Instant expiresAt,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Elsewhere> elsewhere,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String connector) {

  /** So many of its findings are shown; the case has all. */
  public static final int REASONS = 10;

  private static final Duration BRIEF = Duration.ofMinutes(10);

  /** The rule of what no rule wants and a person proposes. */
  public static final String PROPOSAL = "proposal";

  /**
   * Where it is done.
   *
   * @param group the group that its own back end says; null when none does
   * @param system the operating system; null when nobody names one
   */
  public record Place(String name, @Nullable String group, @Nullable String system, Kind kind) {

    /** What a device is to those who use it. */
    public enum Kind {
      SERVER,
      WORKSTATION,
      /** Its own back end does not say; that it is a server may be anybody's word. */
      NOT_KNOWN;

      /** By the names of Defender: {@code WindowsServer2022}, {@code Windows11}, {@code macOS}. */
      static Kind of(@Nullable String system) {
        var name = system == null ? "" : system.toLowerCase(Locale.ROOT);
        if (name.contains("server")) {
          return SERVER;
        }
        return name.startsWith("windows") || name.startsWith("macos") ? WORKSTATION : NOT_KNOWN;
      }
    }

    static Place of(Device device) {
      return new Place(
          device.label(), device.group(), device.osPlatform(), Kind.of(device.osPlatform()));
    }

    /** Of a device that no back end has described. */
    static Place asNamed(Device device) {
      var kind = Kind.of(device.osPlatform());
      return new Place(
          device.label(),
          null,
          device.osPlatform(),
          kind == Kind.SERVER ? Kind.SERVER : Kind.NOT_KNOWN);
    }

    /** {@code srv-7 (Servers, WindowsServer2022)}. */
    public String label() {
      return name + inBrackets();
    }

    private String inBrackets() {
      var known = Stream.of(group, system).filter(Objects::nonNull).toList();
      return known.isEmpty() ? "" : " (" + String.join(", ", known) + ")";
    }
  }

  /**
   * One finding on a piece of evidence that it rests on.
   *
   * @param on the piece, as people call it
   * @param verdict the piece's
   */
  public record Reason(String on, Verdict verdict, String source, String sentence, int weight) {}

  /**
   * Whether it could be taken back.
   *
   * @param sentence how, and what that does not give back; or why not
   */
  public record Undo(boolean possible, String sentence) {}

  /**
   * The same thing waiting in another case.
   *
   * @param investigationId null for a proposal outside any case
   */
  public record Elsewhere(
      @Nullable String investigationId,
      String title,
      String actionId,
      Verdict verdict,
      String planHash) {}

  /**
   * What it takes.
   *
   * @param rule the policy's approval rule that says so; null where none does
   * @param needed how many different people
   * @param given those who have approved it so far
   * @param roles of which each must hold one; empty for none
   * @param notAuthor whether those do not count whose own word led to it
   * @param signedInWithin how long ago they may have signed in; null where it does not matter
   */
  public record Approvals(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String rule,
      int needed,
      List<Given> given,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> roles,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean notAuthor,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration signedInWithin) {
    public Approvals {
      given = given == null ? List.of() : List.copyOf(given);
      roles = roles == null ? List.of() : List.copyOf(roles);
    }

    static Approvals of(ApprovalTerms terms, List<Approval> given) {
      return new Approvals(
          terms.rule(),
          terms.need(),
          given.stream().map(a -> new Given(a.by().name(), a.at(), a.comment())).toList(),
          terms.roles(),
          terms.notAuthor(),
          terms.signedInWithin());
    }

    /** Whether no unsigned word counts for it. */
    boolean wantsToKnowWho() {
      return !roles.isEmpty() || notAuthor || signedInWithin != null;
    }

    /** {@code One more is needed}. */
    static String missing(int more) {
      return more == 1 ? "One more is needed" : more + " more are needed";
    }

    /** In words, sentences without the last full stop. */
    String sentence() {
      var words = new ArrayList<String>();
      words.add(
          needed == 1
              ? "One approval is enough"
              : given.isEmpty()
                  ? "%d approvals of different people are needed".formatted(needed)
                  : "%d of %d approvals: %s. %s"
                      .formatted(
                          given.size(),
                          needed,
                          given.stream().map(Given::words).collect(Collectors.joining("; ")),
                          missing(needed - given.size())));
      if (!roles.isEmpty()) {
        words.add("Whoever approves must also hold the role " + String.join(" or ", roles));
      }
      if (notAuthor) {
        words.add("Whoever proposed it, or said what led to it, cannot approve it");
      }
      if (signedInWithin != null) {
        words.add("Whoever approves must have signed in within the last " + words(signedInWithin));
      }
      return String.join(". ", words);
    }
  }

  /** {@code 1 d 12 h}. */
  static String words(Duration time) {
    var parts =
        Stream.of(
                part(time.toDays(), "d"),
                part(time.toHoursPart(), "h"),
                part(time.toMinutesPart(), "min"),
                part(time.toSecondsPart(), "s"))
            .filter(p -> !p.isEmpty())
            .toList();
    return parts.isEmpty() ? "0 s" : String.join(" ", parts);
  }

  private static String part(long number, String unit) {
    return number == 0 ? "" : number + " " + unit;
  }

  /** Somebody who approved it. */
  public record Given(
      String by, Instant at, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String comment) {
    private String words() {
      return by + ", " + at.truncatedTo(ChronoUnit.MINUTES).toString().substring(11, 16) + " UTC";
    }
  }

  /**
   * Somebody is told that it waits.
   *
   * @param to names; empty for those who may decide it
   */
  public record Notice(Instant at, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> to) {
    public Notice {
      to = to == null ? List.of() : List.copyOf(to);
    }

    private String words(Instant since) {
      return "%s on %s UTC"
          .formatted(to.isEmpty() ? "the approvers" : String.join(", ", to), moment(since, at));
    }
  }

  public PendingAction {
    reminders = reminders == null ? List.of() : List.copyOf(reminders);
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
    elsewhere = elsewhere == null ? List.of() : List.copyOf(elsewhere);
  }

  /**
   * What is asked and why, before anybody looks up what is known of the things it names.
   *
   * @param connector as {@link PendingAction#connector}
   */
  public record Plea(
      String actionId,
      RemediationAction action,
      Verdict verdict,
      String ruleId,
      String because,
      List<EntityKey> evidence,
      String planHash,
      Instant requestedAt,
      Decision.Pending pending,
      ApprovalTerms terms,
      @Nullable String connector) {

    /** One approval is enough, and nobody is told meanwhile. */
    public Plea(
        String actionId,
        RemediationAction action,
        Verdict verdict,
        String ruleId,
        String because,
        List<EntityKey> evidence,
        String planHash,
        Instant requestedAt,
        Instant expiresAt) {
      this(
          actionId,
          action,
          verdict,
          ruleId,
          because,
          evidence,
          planHash,
          requestedAt,
          new Decision.Pending(expiresAt),
          ApprovalTerms.ONE,
          null);
    }

    /** As it stands by now. */
    public Plea at(Decision.Pending now) {
      return new Plea(
          actionId,
          action,
          verdict,
          ruleId,
          because,
          evidence,
          planHash,
          requestedAt,
          now,
          terms,
          connector);
    }

    private List<Notice> toCome() {
      return terms.notices().stream()
          .skip(pending.told())
          .map(n -> new Notice(requestedAt.plus(n.after()), n.to()))
          .filter(n -> n.at().isBefore(pending.expiresAt()))
          .toList();
    }
  }

  /** As an approver is shown it, with what the case knows. */
  public static PendingAction of(Plea plea, CaseKnowledge known) {
    var action = plea.action();
    @Nullable Place place = known.placeOf(action).orElse(null);
    var approvals = Approvals.of(plea.terms(), plea.pending().given());
    var toCome = plea.toCome();
    return new PendingAction(
        plea.actionId(),
        action.type(),
        summary(action, place),
        action.target(),
        place,
        plea.verdict(),
        plea.ruleId(),
        plea.because(),
        // An expansion speaks of no piece; it is asked for what is known of the thing it follows.
        known.reasons(
            plea.evidence().isEmpty() ? List.of(action.target().key()) : plea.evidence(), REASONS),
        undo(action.type()),
        Impact.of(action, place, known),
        action.type().area(),
        whoMayDecide(action.type().area()) + ". " + approvals.sentence(),
        "If nobody decides by %s UTC, it expires and nothing is done"
                .formatted(moment(plea.requestedAt(), plea.pending().expiresAt()))
            + told(plea.requestedAt(), toCome),
        approvals,
        toCome,
        plea.planHash(),
        plea.requestedAt(),
        plea.pending().expiresAt(),
        List.of(),
        plea.connector());
  }

  /** {@code 2026-11-02 10:00}; to the second where there are but minutes to decide in. */
  private static String moment(Instant from, Instant at) {
    var brief = Duration.between(from, at).compareTo(BRIEF) < 0;
    return at.truncatedTo(ChronoUnit.SECONDS)
        .toString()
        .substring(0, brief ? 19 : 16)
        .replace('T', ' ');
  }

  private static Undo undo(ActionType type) {
    return type.undoneHow()
        .map(how -> new Undo(true, how))
        .orElseGet(() -> new Undo(false, type.notUndoableBecause().orElseThrow()));
  }

  /** What is done to what, and where. */
  public static String summary(RemediationAction action, @Nullable Place place) {
    if (place == null) {
      return action.summary();
    }
    return action.target() instanceof Device device
        ? action.on(device.named(place.name())).summary() + place.inBrackets()
        : action.summary() + " on " + place.label();
  }

  private static String told(Instant since, List<Notice> toCome) {
    return toCome.isEmpty()
        ? ""
        : ". Reminder to "
            + toCome.stream().map(n -> n.words(since)).collect(Collectors.joining("; to "));
  }

  private static String whoMayDecide(Area area) {
    return switch (area) {
      case DEVICE -> "A device approver can decide this";
      case EMAIL -> "An email approver can decide this";
      case IDENTITY ->
          "Someone who is both a device approver and an email approver can decide this";
    };
  }

  /** The same with the other cases in which it waits. */
  public PendingAction alsoIn(List<Elsewhere> cases) {
    return new PendingAction(
        actionId,
        type,
        summary,
        target,
        device,
        verdict,
        ruleId,
        because,
        reasons,
        undo,
        impact,
        area,
        whoMayDecide,
        ifNobodyAnswers,
        approvals,
        reminders,
        planHash,
        requestedAt,
        expiresAt,
        cases,
        connector);
  }

  /** The same with its target cut down and without reasons, where all is too much to show. */
  public PendingAction with(Entity leaner) {
    return new PendingAction(
        actionId,
        type,
        summary,
        leaner,
        device,
        verdict,
        ruleId,
        because,
        List.of(),
        undo,
        impact,
        area,
        whoMayDecide,
        ifNobodyAnswers,
        approvals,
        reminders,
        planHash,
        requestedAt,
        expiresAt,
        elsewhere,
        connector);
  }
}
