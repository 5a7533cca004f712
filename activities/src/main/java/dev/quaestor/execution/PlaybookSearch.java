package dev.quaestor.execution;

import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.RecentActivity;
import dev.quaestor.connector.capability.RecentActivity.Kind;
import dev.quaestor.connector.capability.RecentActivity.Traces;
import dev.quaestor.connector.capability.UserDirectory;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Playbook;
import dev.quaestor.evidence.Role;
import dev.quaestor.execution.RelatedEvidenceSearch.Judged;
import dev.quaestor.execution.RelatedEvidenceSearch.Led;
import dev.quaestor.text.Listed;
import dev.quaestor.wire.FailureType;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The device playbook and the user playbook: what was done there lately, in one question for each
 * kind of trace, whatever the number of devices. Who finds nothing has looked; who cannot look says
 * of what, and that is never clean.
 *
 * <p>Those that the case itself names by all their ids are asked about {@linkplain #begin ahead} of
 * the directories' word. That answer counts only where the directories then name exactly the same
 * ones; else the question is asked again, about those.
 */
final class PlaybookSearch {
  private static final String SOURCE = "playbook";

  /** What an account has at risk by its directory's word alone is suspicious. */
  private static final int WARNING = 40;

  private static final List<Kind> OF_DEVICES =
      List.of(
          Kind.PROCESSES, Kind.FILES, Kind.AUTOSTARTS, Kind.SERVICES, Kind.TASKS, Kind.CONNECTIONS);
  private static final List<Kind> OF_ACCOUNTS = List.of(Kind.SIGN_INS, Kind.CLICKS);

  private final Connectors connectors;
  private final ParallelCalls calls;
  private final BackEndQuestion asking;
  private final ExaminationRequest request;
  private Asked<Device> devicesAhead = Asked.nothing();
  private Asked<UserAccount> accountsAhead = Asked.nothing();

  PlaybookSearch(
      Connectors connectors,
      ParallelCalls calls,
      BackEndQuestion asking,
      ExaminationRequest request) {
    this.connectors = connectors;
    this.calls = calls;
    this.asking = asking;
    this.request = request;
  }

  /** What was asked about these. Kinds of which nobody can tell are not in it. */
  private record Asked<E extends Entity>(
      List<E> subjects, Map<Kind, Future<Answers<Traces>>> answers) {

    static <E extends Entity> Asked<E> nothing() {
      return new Asked<>(List.of(), Map.of());
    }
  }

  /** Asks at once about those of whom a directory will most likely say no more than the case. */
  void begin() {
    var playbook = request.playbook();
    if (playbook == null || playbook.room() < 1) {
      return;
    }
    var directories = connectors.offering(DeviceDirectory.class);
    var subjects =
        request.evidence().stream()
            .filter(e -> playbook.subjects().contains(e.key()))
            .map(Evidence::entity)
            .toList();
    devicesAhead =
        onDevices(
            subjects.stream()
                .filter(Device.class::isInstance)
                .map(Device.class::cast)
                .filter(device -> directories.stream().anyMatch(d -> d.hasOwnId(device)))
                .toList(),
            playbook);
    accountsAhead =
        byAccounts(
            connectors.offering(UserDirectory.class).isEmpty()
                ? List.of()
                : subjects.stream()
                    .filter(UserAccount.class::isInstance)
                    .map(UserAccount.class::cast)
                    .filter(user -> user.userId() != null && user.userPrincipalName() != null)
                    .toList(),
            playbook);
  }

  private Asked<Device> onDevices(List<Device> devices, Playbook playbook) {
    return asked(
        OF_DEVICES,
        devices,
        (activity, some, kind) -> activity.on(some, kind, playbook.since(), Playbook.OF_A_KIND));
  }

  private Asked<UserAccount> byAccounts(List<UserAccount> accounts, Playbook playbook) {
    return asked(
        OF_ACCOUNTS,
        accounts,
        (activity, some, kind) -> activity.by(some, kind, playbook.since(), Playbook.OF_A_KIND));
  }

  /**
   * Asks what is still to be asked.
   *
   * @param gathered what the directories say
   */
  Search ask(List<Judged> judged, BatchFacts gathered) {
    var playbook = request.playbook();
    var devices = new LinkedHashMap<Evidence, Device>();
    var accounts = new LinkedHashMap<Evidence, UserAccount>();
    if (playbook == null) {
      return new Search(devices, accounts, Asked.nothing(), Asked.nothing());
    }
    judged.stream()
        .map(Judged::evidence)
        .filter(e -> playbook.subjects().contains(e.key()))
        .forEach(
            e -> {
              device(e, gathered).ifPresent(known -> devices.put(e, known));
              account(e, gathered).ifPresent(known -> accounts.put(e, known));
            });
    if (playbook.room() < 1) {
      return new Search(devices, accounts, Asked.nothing(), Asked.nothing());
    }
    var machines = List.copyOf(devices.values());
    var people = List.copyOf(accounts.values());
    return new Search(
        devices,
        accounts,
        areThose(machines, devicesAhead.subjects(), PlaybookSearch::isSame)
            ? devicesAhead
            : onDevices(machines, playbook),
        areThose(people, accountsAhead.subjects(), PlaybookSearch::isSame)
            ? accountsAhead
            : byAccounts(people, playbook));
  }

  private static <E> boolean areThose(List<E> known, List<E> asked, BiPredicate<E, E> isSame) {
    return known.size() == asked.size()
        && IntStream.range(0, known.size()).allMatch(i -> isSame.test(known.get(i), asked.get(i)));
  }

  private static boolean isSame(Device known, Device asked) {
    return known.key().equals(asked.key())
        && String.valueOf(known.deviceId()).equalsIgnoreCase(asked.deviceId());
  }

  private static boolean isSame(UserAccount known, UserAccount asked) {
    return known.key().equals(asked.key())
        && String.valueOf(known.userId()).equalsIgnoreCase(asked.userId())
        && String.valueOf(known.userPrincipalName()).equalsIgnoreCase(asked.userPrincipalName());
  }

  /** All questions of one batch, under way. */
  final class Search {
    private final Map<Evidence, Device> devices;
    private final Map<Evidence, UserAccount> accounts;
    private final Asked<Device> onDevices;
    private final Asked<UserAccount> byAccounts;

    private Search(
        Map<Evidence, Device> devices,
        Map<Evidence, UserAccount> accounts,
        Asked<Device> onDevices,
        Asked<UserAccount> byAccounts) {
      this.devices = devices;
      this.accounts = accounts;
      this.onDevices = onDevices;
      this.byAccounts = byAccounts;
    }

    /** By the key of the device or account; those that no directory knows are not in it. */
    Map<EntityKey, Led> led() {
      var led = new LinkedHashMap<EntityKey, Led>();
      var playbook = request.playbook();
      if (playbook == null) {
        return led;
      }
      if (playbook.room() < 1) {
        Stream.concat(devices.keySet().stream(), accounts.keySet().stream())
            .forEach(e -> led.put(e.key(), withoutRoom()));
        return led;
      }
      devices.forEach(
          (e, known) -> led.put(e.key(), harvest(e, known, onDevices.answers(), playbook)));
      accounts.forEach(
          (e, known) -> led.put(e.key(), harvest(e, known, byAccounts.answers(), playbook)));
      return led;
    }
  }

  /** By the id under which its back end keeps what it saw there. */
  private static Optional<Device> device(Evidence evidence, BatchFacts gathered) {
    return evidence.entity() instanceof Device device
        ? EntityEnrichment.known(gathered.context().devices().about(device.key()))
            .filter(KnownDevice::onboarded)
            .map(KnownDevice::device)
        : Optional.empty();
  }

  private static Optional<UserAccount> account(Evidence evidence, BatchFacts gathered) {
    return evidence.entity() instanceof UserAccount account
        ? EntityEnrichment.known(gathered.context().users().about(account.key()))
            .map(KnownUser::account)
        : Optional.empty();
  }

  private interface Asking<E> {
    Map<EntityKey, Traces> ask(RecentActivity activity, List<E> some, Kind kind);
  }

  private <E extends Entity> Asked<E> asked(List<Kind> kinds, List<E> subjects, Asking<E> asks) {
    var asked = new EnumMap<Kind, Future<Answers<Traces>>>(Kind.class);
    for (var kind : kinds) {
      var offers =
          connectors.offering(RecentActivity.class).stream()
              .filter(activity -> activity.kinds().contains(kind))
              .toList();
      if (!offers.isEmpty() && !subjects.isEmpty()) {
        asked.put(
            kind,
            calls.submit(
                () ->
                    asking.<RecentActivity, E, Traces>aboutAll(
                        offers, subjects, (activity, some) -> asks.ask(activity, some, kind))));
      }
    }
    return new Asked<>(subjects, asked);
  }

  private static Led withoutRoom() {
    return new Led(
        List.of(),
        List.of(
            Finding.inconclusive(
                SOURCE,
                "NO_ROOM_TO_LOOK",
                "Recent activity there was not examined: the investigation has reached "
                    + "its size limit.")));
  }

  private Led harvest(
      Evidence subject, Entity known, Map<Kind, Future<Answers<Traces>>> asked, Playbook playbook) {
    var findings = new ArrayList<Finding>();
    var untold = new ArrayList<String>();
    var found = new LinkedHashMap<Kind, List<Entity>>();
    var more = false;
    for (var kind : known instanceof Device ? OF_DEVICES : OF_ACCOUNTS) {
      var answer = asked.get(kind);
      var lookup =
          answer == null
              ? new Lookup.NobodyToAsk<Traces>()
              : ParallelCalls.result(answer).about(known.key());
      switch (lookup) {
        case Lookup.Known<Traces> seen -> {
          var traces = seen.value();
          found.put(kind, traces.things());
          more |= traces.more();
          if (traces.warning() != null) {
            findings.add(
                Finding.weighs(SOURCE, kind.name() + "_AT_RISK", WARNING, traces.warning()));
          }
        }
        // A table that this tenant does not have will not be there tomorrow either.
        case Lookup.CouldNotLook<Traces> down -> {
          if (down.code().equals(FailureType.REJECTED.name())) {
            untold.add(kind.plural());
          } else {
            findings.add(
                Finding.blind(
                    SOURCE, down.code(), "Recent " + kind.plural() + ": " + down.sentence()));
          }
        }
        case Lookup.NotThere<Traces> none -> untold.add(kind.plural());
        case Lookup.NobodyToAsk<Traces> nobody -> untold.add(kind.plural());
      }
    }
    var things = shared(found, playbook.room());
    var all = found.values().stream().flatMap(List::stream).map(Entity::key).distinct().count();
    findings.addFirst(looked(found, playbook));
    if (!untold.isEmpty()) {
      findings.add(
          Finding.inconclusive(
              SOURCE,
              "NOBODY_CAN_TELL_OF_ALL",
              "No configured back end can report its recent " + Listed.of(untold) + "."));
    }
    if (more || things.size() < all) {
      findings.add(
          Finding.inconclusive(
              SOURCE,
              "MORE_THAN_LOOKED_AT",
              ("There was more activity than could be examined: at most the newest %d of each "
                      + "kind and %d things in all.")
                  .formatted(Playbook.OF_A_KIND, things.size())));
    }
    var related =
        things.stream()
            .map(thing -> Evidence.found(on(thing, subject.entity()), subject, Role.SCANNED))
            .toList();
    return new Led(Pivots.distinct(subject.key(), related), findings);
  }

  private static Finding looked(Map<Kind, List<Entity>> found, Playbook playbook) {
    var since = playbook.since().truncatedTo(ChronoUnit.SECONDS);
    return found.isEmpty()
        ? Finding.inconclusive(
            SOURCE, "NOTHING_LOOKED_AT", "Recent activity there could not be examined.")
        : Finding.nothing(
            SOURCE,
            "RECENT_ACTIVITY",
            "Activity there since %s was examined: %s."
                .formatted(
                    since,
                    found.keySet().stream().map(Kind::plural).collect(Collectors.joining(", "))));
  }

  /** Of each kind in turn, so that none takes the room of the others. */
  private static List<Entity> shared(Map<Kind, List<Entity>> found, int room) {
    var things = new LinkedHashMap<EntityKey, Entity>();
    var longest = found.values().stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (var kind : found.values()) {
        if (i < kind.size() && things.size() < room) {
          things.putIfAbsent(kind.get(i).key(), kind.get(i));
        }
      }
    }
    return List.copyOf(things.sequencedValues());
  }

  /** On the device as the case calls it: under another name it would be another thing. */
  private static Entity on(Entity thing, Entity subject) {
    if (!(subject instanceof Device device)) {
      return thing;
    }
    var id = device.devicePart() != null ? device.deviceId() : device.name();
    return switch (thing) {
      case FileArtifact file -> file.movedTo(id);
      case ProcessArtifact p ->
          new ProcessArtifact(
              id,
              p.processId(),
              p.startedAt(),
              p.commandLine(),
              p.image() == null ? null : p.image().movedTo(id),
              p.account());
      case RegistryEntry r ->
          new RegistryEntry(id, r.hive(), r.registryKey(), r.valueName(), r.valueData(), r.image());
      case SystemService s -> new SystemService(id, s.name(), s.image());
      case ScheduledTask t -> new ScheduledTask(id, t.name(), t.image());
      default -> thing;
    };
  }
}
