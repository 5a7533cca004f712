package dev.quaestor.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
 * @param elsewhere the other cases in which the same waits, which one decision answers with it;
 *     only the ledger knows them
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
    String planHash,
    Instant requestedAt,
    Instant expiresAt,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Elsewhere> elsewhere) {

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

  public PendingAction {
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
    elsewhere = elsewhere == null ? List.of() : List.copyOf(elsewhere);
  }

  /** What is asked and why, before anybody looks up what is known of the things it names. */
  public record Plea(
      String actionId,
      RemediationAction action,
      Verdict verdict,
      String ruleId,
      String because,
      List<EntityKey> evidence,
      String planHash,
      Instant requestedAt,
      Instant expiresAt) {}

  /** As an approver is shown it, with what the case knows. */
  public static PendingAction of(Plea plea, CaseKnowledge known) {
    var action = plea.action();
    @Nullable Place place = known.placeOf(action).orElse(null);
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
        whoMayDecide(action.type().area()),
        "If nobody decides by %s UTC, it expires and nothing is done"
            .formatted(moment(plea.requestedAt(), plea.expiresAt())),
        plea.planHash(),
        plea.requestedAt(),
        plea.expiresAt(),
        List.of());
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
        planHash,
        requestedAt,
        expiresAt,
        cases);
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
        planHash,
        requestedAt,
        expiresAt,
        elsewhere);
  }
}
