package dev.quaestor.investigation;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.authority.Voucher;
import dev.quaestor.board.CaseAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicyRule;
import dev.quaestor.policy.PolicySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A case as large as one likes, walked from its first alert to its end through the folds that the
 * workflow makes, each followed by what the workflow shows while it waits. Nothing outside is asked
 * and nothing waits, so that what is measured is what deciding costs.
 *
 * <p>Of ten pieces one is a device with five bad files and an account, and one a mail with two bad
 * links; those two are named by alerts, the others are found from them. They want as many actions
 * as they are. The last alert is of a person who may act on mail alone, so that some of it waits.
 */
public final class LargeCase {
  private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
  private static final String ID = "inv-large";
  private static final int TOGETHER = 10;
  private static final int GROUPS_IN_ALERT = 10;
  private static final int DECIDED_AT_ONCE = 10;
  private static final int SENT_AT_ONCE = 100;

  /** Watches the folds go by. */
  public interface Meter {
    /** Does that work, which has that name, once. */
    <T> T measured(String fold, Supplier<T> work);
  }

  /** What became of it. */
  public record Walked(int pieces, int actions, InvestigationStatus end) {}

  private record Examining(List<Evidence> batch) {}

  private final Meter meter;
  private final int groups;
  private final boolean acts;
  private final Queue<Examining> looking = new ArrayDeque<>();
  private final Queue<CaseAction> preparing = new ArrayDeque<>();
  private final Queue<CaseAction> acting = new ArrayDeque<>();
  private final CurrentDetails details = new CurrentDetails();
  private InvestigationState state = InvestigationState.begin(ID, NOW);

  private LargeCase(int pieces, boolean acts, Meter meter) {
    this.groups = pieces / TOGETHER;
    this.acts = acts;
    this.meter = meter;
  }

  /**
   * Walks one.
   *
   * @param pieces how much evidence, a multiple of ten
   * @param acts whether its policy wants anything done
   */
  public static Walked walk(int pieces, boolean acts, Meter meter) {
    var walk = new LargeCase(pieces, acts, meter);
    walk.walk();
    return new Walked(
        walk.state.evidence().pieces().size(),
        walk.state.actions().all().size(),
        walk.state.course().status());
  }

  private void walk() {
    for (var i = 0; i * GROUPS_IN_ALERT < groups; i++) {
      var number = i;
      fold("alerted", () -> state.alerted(alert(number), author(number), NOW));
    }
    while (true) {
      switch (meter.measured("next", state::next)) {
        case Step.Open open ->
            fold("opened", () -> state.opened(new PolicySnapshot(1, policy(), false), NOW));
        case Step.Examine examine -> {
          looking.add(new Examining(examine.batch()));
          fold("examining", () -> state.examining(examine.batch(), NOW));
          meter.measured(
              "playbook",
              () ->
                  state
                      .evidence()
                      .playbook(examine.batch(), state.pinned().policy().limits(), NOW));
        }
        case Step.Plan plan -> fold("planned", () -> state.planned(NOW));
        case Step.Act act -> {
          preparing.addAll(act.actions());
          fold("begun", () -> state.begun(act.actions(), NOW));
        }
        case Step.Wait wait -> {
          flush(state.outbox().urgent() || state.isResting());
          meter.measured("shown", this::shown);
          goOn();
        }
        case Step.Close close -> {
          fold("closed", () -> state.closed(close, NOW));
          meter.measured("shown", this::shown);
          flush(true);
          return;
        }
        case Step.Hear hear -> throw new IllegalStateException("nothing is apart");
        case Step.RollBack rollBack -> throw new IllegalStateException("nobody stops it");
      }
    }
  }

  /** The next thing that somebody outside would say. */
  private void goOn() {
    if (!looking.isEmpty()) {
      var found = looking.remove().batch().stream().map(this::examination).toList();
      fold("examined", () -> state.examined(found, List.of(), NOW));
    } else if (!preparing.isEmpty()) {
      var action = preparing.remove();
      acting.add(action);
      var recorded = new LedgerEvent.ActionPrepared(action.actionId(), receipt(action));
      fold("prepared", () -> state.prepared(recorded, NOW));
    } else if (!acting.isEmpty()) {
      var action = acting.remove();
      var outcome = new Outcome.Succeeded(receipt(action), "Done");
      fold("progressed", () -> state.progressed(action.actionId(), outcome, NOW));
    } else {
      decide();
    }
  }

  private void decide() {
    var asked =
        state.actions().pending(DECIDED_AT_ONCE).stream().map(CaseAction::actionId).toList();
    if (asked.isEmpty()) {
      throw new IllegalStateException("it waits for nothing");
    }
    var yes =
        new DecisionMessage(
            asked,
            DecisionMessage.Choice.APPROVE,
            "dana",
            null,
            null,
            "d-" + asked.getFirst(),
            null);
    var dana = new Voucher.Vouched(new Author("dana", "dana", Remit.EVERYWHERE), NOW);
    fold("decided", () -> state.decided(yes, dana, Decision.Channel.UPDATE, NOW).state());
  }

  private void flush(boolean due) {
    if (!due || state.outbox().unsent().isEmpty()) {
      return;
    }
    fold("flushing", state::flushing);
    var upTo = state.outbox().lastSeq();
    var entries = state.outbox().next(SENT_AT_ONCE, upTo);
    while (!entries.isEmpty()) {
      var sent = entries.getLast().seq();
      fold("sent", () -> state.sent(sent));
      entries = meter.measured("batch", () -> state.outbox().next(SENT_AT_ONCE, upTo));
    }
  }

  private void fold(String name, Supplier<InvestigationState> fold) {
    state = meter.measured(name, fold);
  }

  private int shown() {
    if (state.evidence().examining().isEmpty()) {
      CaseSearchAttributes.of(state, false);
    }
    return details.anew(state).map(String::length).orElse(0);
  }

  private Author author(int alert) {
    return (alert + 1) * GROUPS_IN_ALERT >= groups && alert > 0
        ? new Author("pat", "pat", Remit.of(List.of(Area.EMAIL)))
        : new Author("sensor", "sensor", Remit.EVERYWHERE);
  }

  private Alert alert(int number) {
    var id = "alert-" + number;
    var named =
        IntStream.range(number * GROUPS_IN_ALERT, Math.min(groups, (number + 1) * GROUPS_IN_ALERT))
            .boxed()
            .flatMap(g -> Stream.<Entity>of(device(g), mail(g)))
            .map(e -> Evidence.named(e, id, null))
            .toList();
    return new Alert(
        id,
        AlertSource.QUAESTOR,
        "large",
        "Alert " + number,
        null,
        Severity.HIGH,
        null,
        List.of("T1204.002"),
        "test",
        NOW,
        null,
        named);
  }

  private static Device device(int group) {
    return new Device(
        "%040d".formatted(group),
        "pc-%d.contoso.example".formatted(group),
        "Windows11",
        "Workstations",
        List.of(),
        List.of());
  }

  private static MailMessage mail(int group) {
    return new MailMessage(
        null,
        "<m-%d@evil.example>".formatted(group),
        "user-%d@contoso.example".formatted(group),
        "bank@evil.example",
        null,
        null,
        null,
        null,
        "Your account",
        null,
        List.of(
            new MailMessage.Link("a", url(group, 0).value()),
            new MailMessage.Link("b", url(group, 1).value())),
        List.of(),
        List.of(),
        List.of());
  }

  private static Url url(int group, int number) {
    return new Url("http://site-%d-%d.evil.example/login".formatted(group, number));
  }

  private static FileArtifact file(Device device, int number) {
    return new FileArtifact(
        device.deviceId(),
        "tool-%d.exe".formatted(number),
        "C:\\Users\\j.doe\\Downloads",
        "%s%024d".formatted(device.deviceId(), number),
        null,
        null,
        4096L,
        null);
  }

  private Examination examination(Evidence piece) {
    var entity = piece.entity();
    var related = new ArrayList<Evidence>();
    var findings = List.of(Finding.weighs("scanner", "BAD", 100, "It is known to be bad"));
    if (entity instanceof Device device) {
      IntStream.range(0, 5)
          .forEach(i -> related.add(Evidence.found(file(device, i), piece, Role.UNKNOWN)));
      related.add(
          Evidence.found(
              new UserAccount(null, null, "S-1-5-21-" + device.name(), "j.doe", "CONTOSO"),
              piece,
              Role.UNKNOWN));
      findings = List.of(Finding.nothing("directory", "KNOWN", "The directory knows it"));
    } else if (entity instanceof MailMessage mail) {
      mail.links()
          .forEach(l -> related.add(Evidence.found(new Url(l.target()), piece, Role.UNKNOWN)));
      findings = List.of(Finding.nothing("mail", "NOTHING", "Nothing in itself"));
    } else if (entity instanceof UserAccount) {
      findings = List.of(Finding.nothing("directory", "KNOWN", "The directory knows it"));
    }
    return new Examination(
        piece.key(),
        entity,
        findings,
        related,
        List.of(ActionType.values()),
        List.of(),
        entity instanceof Device device ? device : null);
  }

  private static Receipt receipt(CaseAction action) {
    return action.action().target() instanceof MailMessage mail
        ? new Receipt.Messages(
            List.of(
                new Receipt.MovedMessage(
                    String.valueOf(mail.recipient()),
                    String.valueOf(mail.internetMessageId()),
                    null,
                    "inbox",
                    "Inbox",
                    "1",
                    "2",
                    "deleted",
                    Receipt.MessageResult.MOVED,
                    null)))
        : new Receipt.None();
  }

  private Policy policy() {
    var rules =
        List.of(
            rule(
                EntityKind.FILE,
                ActionType.STOP_AND_QUARANTINE_FILE,
                ActionType.RUN_ANTIVIRUS_SCAN,
                ActionType.COLLECT_INVESTIGATION_PACKAGE),
            rule(EntityKind.URL, ActionType.BLOCK_URL),
            rule(EntityKind.MAIL_MESSAGE, ActionType.SOFT_DELETE_EMAIL));
    var most = 2 * TOGETHER * groups;
    return new Policy(
        "large",
        List.of(),
        AutomationLevel.FULL,
        List.of(),
        acts ? rules : List.of(),
        new Policy.Approvals(Duration.ofDays(7), Policy.Unsigned.REFUSE),
        new Policy.Guardrails(List.of(), most),
        new Policy.Limits(most, 3, Duration.ofDays(30), Duration.ofDays(3), 10, most));
  }

  private static PolicyRule rule(EntityKind kind, ActionType... actions) {
    return new PolicyRule(
        "bad-" + kind,
        List.of(kind),
        List.of(Verdict.MALICIOUS),
        Severity.INFORMATIONAL,
        List.of(actions),
        Gate.AUTOMATIC);
  }
}
