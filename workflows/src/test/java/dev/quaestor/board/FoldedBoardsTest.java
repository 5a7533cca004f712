package dev.quaestor.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.MovedMail;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Person;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Away;
import dev.quaestor.evidence.Doer;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.fixtures.ChanceEvidence;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import dev.quaestor.policy.Policy;
import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What boards keep beside their lists is what the lists say: a board that was folded all along and
 * one that is read anew before each fold are the same, and answer the same.
 */
class FoldedBoardsTest {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
  private static final Policy POLICY =
      Fixtures.policy(
          Fixtures.limits(2, 1000),
          List.of(new Policy.Exclusion("temp", List.of("C:\\Temp"), List.of(), List.of(), "noisy")),
          List.of());

  private EvidenceBoard evidence = EvidenceBoard.empty();
  private ActionBoard actions = ActionBoard.empty();
  private Instant now = NOW;

  private static <T> T read(T value) {
    var written = QuaestorJson.mapper().writeValueAsString(value);
    @SuppressWarnings("unchecked")
    var read = (T) QuaestorJson.mapper().readValue(written, value.getClass());
    assertThat(QuaestorJson.mapper().writeValueAsString(read)).isEqualTo(written);
    return read;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void anyStoryOfEvidence(long seed) {
    var some = new ChanceEvidence(seed);
    for (var step = 0; step < 120; step++) {
      var before = evidence;
      var fold = somethingOf(some);
      var anew = fold.apply(read(before));

      evidence = fold.apply(before);

      assertThat(evidence).as("seed %d, step %d", seed, step).isEqualTo(anew);
      assertThat(evidence.toExamine(5)).isEqualTo(anew.toExamine(5)).isEqualTo(naive(5));
      assertThat(evidence.worst())
          .isEqualTo(evidence.pieces().stream().map(Assessment::verdict).max(Verdict::compareTo));
      assertThat(evidence.deviceNames(20)).isEqualTo(anew.deviceNames(20));
      assertThat(evidence.mailboxes(20)).isEqualTo(anew.mailboxes(20));
      assertThat(evidence.playbook(evidence.toExamine(9), POLICY.limits(), NOW))
          .isEqualTo(anew.playbook(anew.toExamine(9), POLICY.limits(), NOW));
      assertThat(evidence.changedSince(before))
          .isEqualTo(anew.changedSince(read(before)))
          .isEqualTo(evidence.pieces().stream().filter(a -> !before.pieces().contains(a)).toList());
    }
  }

  private List<Evidence> naive(int most) {
    var busy = new HashSet<>(evidence.examining());
    evidence.awaited().stream()
        .filter(w -> w.phase() != AwaitedLook.Phase.DUE)
        .forEach(w -> busy.add(w.key()));
    return evidence.pieces().stream()
        .filter(a -> !a.examined() && !busy.contains(a.key()))
        .map(Assessment::evidence)
        .limit(most)
        .toList();
  }

  private UnaryOperator<EvidenceBoard> somethingOf(ChanceEvidence some) {
    var chance = some.chance();
    now = now.plusSeconds(7);
    var at = now;
    switch (chance.nextInt(8)) {
      case 0, 1 -> {
        var named = List.of(some.evidence(some.entity()), some.evidence(some.entity()));
        var restated = chance.nextInt(4) == 0;
        return b -> b.named(named, restated).under(POLICY);
      }
      case 2, 3 -> {
        var batch = evidence.toExamine(4);
        return b -> b.handedOut(batch);
      }
      case 4 -> {
        return b -> b.due(at);
      }
      case 5 -> {
        if (evidence.pieces().isEmpty()) {
          return b -> b;
        }
        var piece = evidence.pieces().get(chance.nextInt(evidence.pieces().size())).key();
        var word =
            new AnalystWord(
                piece,
                chance.nextBoolean() ? Classification.TRUE_POSITIVE : Classification.FALSE_POSITIVE,
                Determination.OTHER,
                null,
                new Author("pia", "pia", Remit.EVERYWHERE));
        return b -> b.classified(List.of(word), POLICY);
      }
      default -> {
        var looked =
            evidence.examining().stream()
                .filter(k -> chance.nextInt(3) > 0)
                .flatMap(k -> evidence.find(k).stream())
                .map(a -> examination(a.evidence(), some))
                .toList();
        var matches =
            looked.stream()
                .filter(x -> chance.nextInt(5) == 0)
                .map(x -> match(x.key(), chance))
                .toList();
        return b -> b.examined(looked, matches, POLICY, at);
      }
    }
  }

  private static IndicatorMatch match(EntityKey key, Random chance) {
    return new IndicatorMatch(
        key,
        "i-" + chance.nextInt(3),
        IndicatorMatch.Effect.BLOCK,
        chance.nextBoolean() ? List.of() : List.of("Servers"),
        null,
        null,
        null,
        chance.nextBoolean() ? null : new Person("", "pia"));
  }

  private static Examination examination(Evidence piece, ChanceEvidence some) {
    var chance = some.chance();
    var related = new ArrayList<Evidence>();
    for (var i = chance.nextInt(3); i > 0; i--) {
      related.add(Evidence.found(some.entity(), piece, dev.quaestor.evidence.Role.UNKNOWN));
    }
    var away = chance.nextInt(6) == 0 ? new Away("It is off", null) : null;
    var device = piece.entity() instanceof Device d ? d : null;
    return new Examination(
        piece.key(),
        piece.entity(),
        some.findings(),
        related,
        List.of(),
        List.of(),
        device != null && chance.nextBoolean()
            ? new Device(
                device.deviceId(),
                device.name(),
                device.osPlatform(),
                chance.nextBoolean() ? "Servers" : "Workstations",
                List.of(),
                List.of())
            : null,
        away,
        chance.nextBoolean()
            ? List.of()
            : List.of(
                new Doer(
                    chance.nextBoolean() ? "defender" : "linux",
                    List.of(ActionType.ISOLATE_DEVICE))),
        device != null && chance.nextBoolean()
            ? List.of(device.handle(), "host-" + chance.nextInt(3) + ".example")
            : List.of());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void anyStoryOfActions(long seed) {
    var chance = new Random(seed);
    for (var step = 0; step < 150; step++) {
      var before = actions;
      var fold = somethingDone(chance);
      var anew = fold.apply(read(before));

      actions = fold.apply(before);

      assertThat(actions).as("seed %d, step %d", seed, step).isEqualTo(anew);
      answersAsItsListDoes();
      assertThat(actions.changedSince(before))
          .filteredOn(a -> !before.all().contains(a))
          .isEqualTo(actions.all().stream().filter(a -> !before.all().contains(a)).toList());
    }
  }

  private void answersAsItsListDoes() {
    var all = actions.all();
    assertThat(actions.pending()).isEqualTo(all.stream().filter(CaseAction::isPending).toList());
    assertThat(actions.countTold()).isEqualTo(all.size() - actions.countPending());
    assertThat(actions.told())
        .containsExactlyElementsOf(all.stream().filter(a -> !a.isPending()).toList());
    assertThat(actions.anyInFlight()).isEqualTo(all.stream().anyMatch(CaseAction::isInFlight));
    assertThat(actions.allSettled()).isEqualTo(all.stream().allMatch(CaseAction::isSettled));
    assertThat(actions.allInFlightWait())
        .isEqualTo(
            all.stream()
                .filter(CaseAction::isInFlight)
                .allMatch(a -> a.outcome() instanceof Outcome.Unfinished));
    var busy = new HashSet<EntityKey>();
    all.stream().filter(CaseAction::isInFlight).forEach(a -> busy.add(a.action().lane()));
    assertThat(actions.runnable())
        .isEqualTo(
            all.stream()
                .filter(CaseAction::isRunnable)
                .filter(a -> busy.add(a.action().lane()))
                .toList());
    assertThat(actions.nextDeadline())
        .isEqualTo(
            all.stream()
                .filter(CaseAction::isPending)
                .map(a -> ((Decision.Pending) a.decision()).expiresAt())
                .min(Instant::compareTo));
    var moved = MovedMail.by(all.stream().flatMap(a -> a.done().stream()).toList());
    for (var a : all) {
      assertThat(actions.movedMail().covers(a.action())).isEqualTo(moved.covers(a.action()));
      var key = a.action().target().key();
      assertThat(actions.remediationStatus(key))
          .isEqualTo(
              RemediationStatus.of(
                  all.stream()
                      .filter(o -> o.plan().evidence().contains(key))
                      .filter(o -> !(o.decision() instanceof Decision.Superseded))
                      .map(CaseAction::part)
                      .toList()));
    }
  }

  private UnaryOperator<ActionBoard> somethingDone(Random chance) {
    now = now.plusSeconds(60);
    var at = now;
    switch (chance.nextInt(8)) {
      case 0, 1 -> {
        var plan = plan(chance);
        return b ->
            b.replanned(plan, new ActionBoard.Planning("inv-1", 1, Duration.ofHours(1), 1000, at));
      }
      case 2 -> {
        var yes =
            new Decision.ByPerson(
                chance.nextInt(4) > 0, "dana", true, Decision.Channel.UPDATE, null, null, at);
        return actions.pending(1).isEmpty()
            ? b -> b
            : b -> b.decided(new TreeMap<>(Map.of(b.pending(1).getFirst().actionId(), yes)));
      }
      case 3 -> {
        return b -> b.begun(b.runnable());
      }
      case 4, 5 -> {
        var flying = actions.all().stream().filter(CaseAction::isInFlight).toList();
        if (flying.isEmpty()) {
          return b -> b;
        }
        var a = flying.get(chance.nextInt(flying.size()));
        var outcome = outcome(a.action(), chance);
        return b -> b.progressed(a.actionId(), outcome).sparing(a.actionId(), at);
      }
      case 6 -> {
        return b -> b.expired(at);
      }
      default -> {
        var done = actions.all().stream().filter(a -> a.done().isPresent()).toList();
        return done.isEmpty() ? b -> b : b -> b.undone(done.get(done.size() / 2).actionId());
      }
    }
  }

  private static Outcome outcome(RemediationAction action, Random chance) {
    var messages =
        action.target() instanceof MailCluster cluster
            ? cluster.messages()
            : action.target() instanceof MailMessage m
                ? List.of(
                    new MailCluster.Member(
                        String.valueOf(m.recipient()),
                        null,
                        String.valueOf(m.internetMessageId()),
                        null))
                : List.<MailCluster.Member>of();
    var receipt =
        new Receipt.Messages(
            messages.stream()
                .map(
                    m ->
                        new Receipt.MovedMessage(
                            m.mailbox(),
                            m.internetMessageId(),
                            null,
                            "inbox",
                            "Inbox",
                            "1",
                            "2",
                            "deleted",
                            chance.nextInt(4) > 0
                                ? Receipt.MessageResult.MOVED
                                : Receipt.MessageResult.ALREADY_THERE,
                            null))
                .toList());
    return switch (chance.nextInt(5)) {
      case 0 -> new Outcome.Failed("REJECTED", "No.");
      case 1 -> new Outcome.Unfinished("t", chance.nextBoolean(), "It waits.");
      default -> new Outcome.Succeeded(receipt, "Done");
    };
  }

  private static List<PlannedAction> plan(Random chance) {
    var all = new ArrayList<RemediationAction>();
    for (var i = 0; i < 3; i++) {
      all.add(new EmailAction.BlockUrl(new Url("http://site-" + i + ".example/")));
      all.add(new DeviceAction.IsolateDevice(Fixtures.device(i), DeviceAction.Isolation.FULL));
    }
    all.add(new EmailAction.SoftDeleteEmail(Fixtures.phishCluster()));
    all.add(
        new EmailAction.SoftDeleteEmail(
            new MailCluster(
                Fixtures.phish().key(),
                List.of(new MailCluster.Criterion("Url", "https://evil.example/")),
                Fixtures.phishCluster().messages().subList(0, 2),
                2)));
    all.add(new EmailAction.SoftDeleteEmail(Fixtures.phish()));
    return all.stream()
        .filter(a -> chance.nextInt(3) > 0)
        .map(
            a ->
                new PlannedAction(
                    a,
                    chance.nextInt(3) == 0 ? Gate.AUTOMATIC : Gate.APPROVAL,
                    "rule",
                    "because",
                    chance.nextBoolean() ? Verdict.MALICIOUS : Verdict.SUSPICIOUS,
                    List.of(a.target().key(), Fixtures.phish().key()),
                    true))
        .toList();
  }
}
