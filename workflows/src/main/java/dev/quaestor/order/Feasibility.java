package dev.quaestor.order;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.call.EvidenceCalls;
import dev.quaestor.call.LedgerStream;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.text.Listed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a proposed action can be done at all; asked of the back ends before any person is. */
sealed interface Feasibility {

  /**
   * It can.
   *
   * @param action on the thing as the back end knows it, by whatever name it was ordered: what two
   *     people ask of one device is one question
   * @param seen what looking says of the thing, and of the device that it is on
   * @param asksFirst whether nobody does it without a person, whoever ordered it
   * @param mind what whoever decides should know, sentences without their full stop
   * @param connector who would do it; null where that is not known
   */
  record Possible(
      RemediationAction action,
      List<Assessment> seen,
      boolean asksFirst,
      List<String> mind,
      @Nullable String connector)
      implements Feasibility {
    /** Nobody has looked. */
    static Possible asWritten(RemediationAction action) {
      return new Possible(action, List.of(), false, List.of(), null);
    }

    Verdict verdict() {
      return seen.stream().findFirst().map(Assessment::verdict).orElse(Verdict.UNKNOWN);
    }

    /** For what is looked at only to know where it is: nothing else that was seen matters. */
    Possible onlyLocated() {
      return new Possible(action, seen, false, List.of(), connector);
    }

    String minding(String because) {
      return mind.stream().reduce(because, (sentence, said) -> sentence + ". Note: " + said);
    }
  }

  /**
   * It cannot, because.
   *
   * @param action on the thing as the back end knows it, not as whoever ordered it calls it
   */
  record Impossible(RemediationAction action, String because) implements Feasibility {}

  /** For use inside workflows only. */
  static Feasibility of(RemediationWorkflow.Order order, PolicySnapshot policy, Instant now) {
    // What takes an action back is bound to that action's receipt, and not to what is offered.
    return order.undoes() == null
        ? byExamination(order, now.minus(policy.policy().limits().searchBack()))
        : byReceipt(order, order.undoes(), now.minus(policy.policy().limits().searchBack()));
  }

  private static Feasibility byReceipt(
      RemediationWorkflow.Order order, String undoes, Instant since) {
    return switch (LedgerStream.actionCenter().brief(undoes)) {
      case UndoBrief.NotUndoable no -> new Impossible(order.action(), no.because());
      case UndoBrief.OnlyHeld held ->
          new Impossible(order.action(), "it changed nothing that could be undone");
      case UndoBrief.Undoable yes ->
          new Possible(named(order, since), List.of(), false, List.of(), yes.connector());
    };
  }

  /** A receipt knows a device by its id, and whoever decides by its name. */
  private static RemediationAction named(RemediationWorkflow.Order order, Instant since) {
    if (!(order.action().target() instanceof Device device)) {
      return order.action();
    }
    var asked = new Evidence(device, List.of(), null, List.of(), 0, null);
    var request = new ExaminationRequest(order.actionId(), List.of(asked), since);
    var examined = new EvidenceCalls().at(request);
    return order.action().on(asKnown(examined.getFirst().entity(), examined));
  }

  private static Feasibility byExamination(RemediationWorkflow.Order order, Instant since) {
    var wanted = order.action();
    var asked =
        Stream.concat(Stream.of(wanted.target()), placeOf(wanted.target()).stream())
            .map(e -> new Evidence(e, List.of(), null, List.of(), 0, null))
            .toList();
    var request = new ExaminationRequest(order.actionId(), asked, since);
    var examined = new EvidenceCalls().at(request);
    var thing = examined.getFirst();
    var type = wanted.type();
    var known = asKnown(thing.entity(), examined);
    var action =
        known.key().equals(wanted.target().key())
            ? wanted.on(known)
            : type.on(known, wanted.choices()).orElse(wanted);
    if (!thing.offered().contains(type)) {
      return new Impossible(action, because(type, thing));
    }
    var able = thing.connectors(type);
    if (type.isByEach() && action.connector() == null && able.size() > 1) {
      return new Impossible(
          action,
          "Each of %s does it for itself: name one of them by the parameter through"
              .formatted(Listed.of(able)));
    }
    if (action.connector() != null && !able.contains(action.connector())) {
      return new Impossible(
          action, "The connector %s cannot do this to the target".formatted(action.connector()));
    }
    var said =
        thing.withheld().stream().filter(w -> w.type() == type && !w.isImpossible()).toList();
    return new Possible(
        action,
        Stream.concat(
                Stream.of(seen(known, thing)),
                examined.stream().skip(1).map(x -> seen(asConfirmed(x), x)))
            .toList(),
        said.stream().anyMatch(Withheld::waitsForAPerson),
        Stream.concat(said.stream().map(Withheld::because), toldOnly(wanted, known).stream())
            .toList(),
        action.connector() == null ? able.stream().findFirst().orElse(null) : action.connector());
  }

  /** Where a thing is that is no device itself. */
  private static Optional<Device> placeOf(Entity target) {
    return target instanceof OnDevice on && !(target instanceof Device)
        ? Optional.ofNullable(on.deviceId()).map(Device::ofId)
        : Optional.empty();
  }

  /** By the id of its device, or as its device, where a back end knows that by the name given. */
  private static Entity asKnown(Entity thing, List<Examination> examined) {
    return examined.stream()
        .flatMap(x -> Stream.ofNullable(x.confirmed()))
        .findFirst()
        .<Entity>map(
            here ->
                thing instanceof Device device
                    ? device.key().equals(here.key()) ? device : here
                    : thing instanceof OnDevice on ? on.movedTo(here.handle()) : thing)
        .orElse(thing);
  }

  private static Entity asConfirmed(Examination x) {
    return x.confirmed() == null ? x.entity() : x.confirmed();
  }

  /** What whoever decides reads of it that no back end has said, and that nothing goes by. */
  private static Optional<String> toldOnly(RemediationAction wanted, Entity known) {
    // It goes by the very path.
    if (wanted instanceof LiveResponseAction.DeleteFile) {
      return Optional.empty();
    }
    return switch (known) {
      case FileArtifact file ->
          file.atPath().filter(there -> !there.key().equals(file.key())).isEmpty()
              ? Optional.empty()
              : Optional.of(
                  "The name and the folder were given with the request; the file is identified by its hash");
      case ProcessArtifact process ->
          process.image() == null
              ? Optional.empty()
              : Optional.of(
                  "The program was given with the request; the process is identified by its id and start");
      default -> Optional.empty();
    };
  }

  private static Assessment seen(Entity as, Examination x) {
    return new Assessment(
        new Evidence(as, List.of(), null, List.of(), 0, null),
        x.away() == null,
        x.findings(),
        VerdictRules.conclude(x.findings()),
        List.of(),
        List.of(),
        x.confirmed());
  }

  /** The missing prerequisite, else why nobody could look, else that there is nobody. */
  private static String because(ActionType type, Examination examined) {
    return examined.withheld().stream()
        .filter(w -> w.type() == type && w.isImpossible())
        .map(Withheld::because)
        .findFirst()
        .or(
            () ->
                examined.findings().stream()
                    .filter(f -> f.effect() == Finding.Effect.BLIND)
                    .map(Finding::sentence)
                    .findFirst())
        .orElse("No configured connector can do this to the target");
  }
}
