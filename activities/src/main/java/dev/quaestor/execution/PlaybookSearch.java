package dev.quaestor.execution;

import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.Connectors.Offer;
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
import java.util.function.Function;
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

    Lookup<Traces> about(E known, Kind kind) {
      var answer = answers.get(kind);
      return answer == null
          ? new Lookup.NobodyToAsk<>()
          : ParallelCalls.result(answer).about(known.key());
    }
  }

  /**
   * Those who can tell of what one directory knows.
   *
   * @param connector whose directory it is
   */
  private record Tellers(String connector, List<RecentActivity> activities) {}

  /**
   * Each connector tells of what its own directory knows: of a stranger it would say that nothing
   * happened there. One without a directory tells of what the only one knows that there is; where
   * there are several nobody can say whose things it has seen.
   */
  private List<Tellers> tellers(Class<? extends Capability> directory) {
    var directories =
        connectors.offers(directory).stream().map(Offer::connector).distinct().toList();
    return directories.stream()
        .map(
            name ->
                new Tellers(
                    name,
                    connectors.offers(RecentActivity.class).stream()
                        .filter(o -> directories.size() == 1 || o.connector().equals(name))
                        .map(Offer::capability)
                        .toList()))
        .toList();
  }

  /** The only ones that there are; empty where it depends on who knows a thing. */
  private Optional<Tellers> only(Class<? extends Capability> directory) {
    var all = tellers(directory);
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /** Asks at once about those of whom a directory will most likely say no more than the case. */
  void begin() {
    var playbook = request.playbook();
    if (playbook == null || playbook.room() < 1) {
      return;
    }
    var subjects =
        request.evidence().stream()
            .filter(e -> playbook.subjects().contains(e.key()))
            .map(Evidence::entity)
            .toList();
    only(DeviceDirectory.class)
        .ifPresent(tellers -> devicesAhead = onDevices(tellers, withOwnId(subjects), playbook));
    only(UserDirectory.class)
        .ifPresent(
            tellers ->
                accountsAhead =
                    byAccounts(
                        tellers,
                        subjects.stream()
                            .filter(UserAccount.class::isInstance)
                            .map(UserAccount.class::cast)
                            .filter(user -> user.userId() != null)
                            .filter(user -> user.userPrincipalName() != null)
                            .toList(),
                        playbook));
  }

  private List<Device> withOwnId(List<Entity> subjects) {
    var directories = connectors.offering(DeviceDirectory.class);
    return subjects.stream()
        .filter(Device.class::isInstance)
        .map(Device.class::cast)
        .filter(device -> directories.stream().anyMatch(d -> d.hasOwnId(device)))
        .toList();
  }

  private Asked<Device> onDevices(Tellers tellers, List<Device> devices, Playbook playbook) {
    return asked(
        tellers,
        OF_DEVICES,
        devices,
        (activity, some, kind) -> activity.on(some, kind, playbook.since(), Playbook.OF_A_KIND));
  }

  private Asked<UserAccount> byAccounts(
      Tellers tellers, List<UserAccount> accounts, Playbook playbook) {
    return asked(
        tellers,
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
    if (playbook == null) {
      return new Search(List.of(), List.of());
    }
    var subjects =
        judged.stream()
            .map(Judged::evidence)
            .filter(e -> playbook.subjects().contains(e.key()))
            .toList();
    var devices = gathered.told().devices();
    var users = gathered.told().users();
    return new Search(
        tellers(DeviceDirectory.class).stream()
            .map(
                tellers ->
                    asked(
                        subjects,
                        e -> device(e, devices.by(tellers.connector())),
                        some -> devices(tellers, some, playbook)))
            .toList(),
        tellers(UserDirectory.class).stream()
            .map(
                tellers ->
                    asked(
                        subjects,
                        e -> account(e, users.by(tellers.connector())),
                        some -> accounts(tellers, some, playbook)))
            .toList());
  }

  private Asked<Device> devices(Tellers tellers, List<Device> some, Playbook playbook) {
    return playbook.room() < 1
        ? Asked.nothing()
        : areThose(some, devicesAhead.subjects(), PlaybookSearch::isSame)
            ? devicesAhead
            : onDevices(tellers, some, playbook);
  }

  private Asked<UserAccount> accounts(Tellers tellers, List<UserAccount> some, Playbook playbook) {
    return playbook.room() < 1
        ? Asked.nothing()
        : areThose(some, accountsAhead.subjects(), PlaybookSearch::isSame)
            ? accountsAhead
            : byAccounts(tellers, some, playbook);
  }

  private static <E extends Entity> Known<E> asked(
      List<Evidence> subjects,
      Function<Evidence, Optional<E>> find,
      Function<List<E>, Asked<E>> ask) {
    var known = new LinkedHashMap<Evidence, E>();
    subjects.forEach(e -> find.apply(e).ifPresent(found -> known.put(e, found)));
    return new Known<>(known, ask.apply(List.copyOf(known.sequencedValues())));
  }

  /** The subjects by the names that one directory has for them, and what was asked by these. */
  private record Known<E extends Entity>(Map<Evidence, E> subjects, Asked<E> asked) {
    Stream<Lookup<Traces>> about(Evidence subject, Kind kind) {
      var known = subjects.get(subject);
      return known == null ? Stream.empty() : Stream.of(asked.about(known, kind));
    }
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
    private final List<Known<Device>> devices;
    private final List<Known<UserAccount>> accounts;

    private Search(List<Known<Device>> devices, List<Known<UserAccount>> accounts) {
      this.devices = devices;
      this.accounts = accounts;
    }

    /** By the key of the device or account; those that no directory knows are not in it. */
    Map<EntityKey, Led> led() {
      var led = new LinkedHashMap<EntityKey, Led>();
      var playbook = request.playbook();
      if (playbook != null) {
        subjects(devices).forEach(e -> led.put(e.key(), of(e, OF_DEVICES, devices, playbook)));
        subjects(accounts).forEach(e -> led.put(e.key(), of(e, OF_ACCOUNTS, accounts, playbook)));
      }
      return led;
    }

    private static <E extends Entity> Stream<Evidence> subjects(List<Known<E>> known) {
      return known.stream().flatMap(one -> one.subjects().keySet().stream()).distinct();
    }

    private static <E extends Entity> Led of(
        Evidence subject, List<Kind> kinds, List<Known<E>> known, Playbook playbook) {
      return playbook.room() < 1
          ? withoutRoom()
          : harvest(
              subject,
              kinds,
              kind -> known.stream().flatMap(one -> one.about(subject, kind)).toList(),
              playbook);
    }
  }

  /** By the id under which its back end keeps what it saw there. */
  private static Optional<Device> device(Evidence evidence, Answers<KnownDevice> told) {
    return evidence.entity() instanceof Device device
        ? EntityEnrichment.known(told.about(device.key()))
            .filter(KnownDevice::onboarded)
            .map(KnownDevice::device)
        : Optional.empty();
  }

  private static Optional<UserAccount> account(Evidence evidence, Answers<KnownUser> told) {
    return evidence.entity() instanceof UserAccount account
        ? EntityEnrichment.known(told.about(account.key())).map(KnownUser::account)
        : Optional.empty();
  }

  private interface Asking<E> {
    Map<EntityKey, Traces> ask(RecentActivity activity, List<E> some, Kind kind);
  }

  private <E extends Entity> Asked<E> asked(
      Tellers tellers, List<Kind> kinds, List<E> subjects, Asking<E> asks) {
    var asked = new EnumMap<Kind, Future<Answers<Traces>>>(Kind.class);
    for (var kind : kinds) {
      var offers =
          tellers.activities().stream()
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

  /**
   * @param tell what those say of a kind of trace who know it
   */
  private static Led harvest(
      Evidence subject,
      List<Kind> kinds,
      Function<Kind, List<Lookup<Traces>>> tell,
      Playbook playbook) {
    var findings = new ArrayList<Finding>();
    var untold = new ArrayList<String>();
    var found = new LinkedHashMap<Kind, List<Entity>>();
    var more = false;
    for (var kind : kinds) {
      var told = tell.apply(kind);
      for (var lookup : told) {
        if (lookup instanceof Lookup.Known<Traces> seen) {
          var traces = seen.value();
          found.computeIfAbsent(kind, k -> new ArrayList<>()).addAll(traces.things());
          more |= traces.more();
          if (traces.untold() != null) {
            findings.add(
                Finding.inconclusive(SOURCE, kind.name() + "_ONLY_IN_PART", traces.untold()));
          }
          if (traces.warning() != null) {
            findings.add(
                Finding.weighs(SOURCE, kind.name() + "_AT_RISK", WARNING, traces.warning()));
          }
        }
      }
      var down = told.stream().filter(PlaybookSearch::mayTellLater).findFirst();
      if (down.isPresent() && down.get() instanceof Lookup.CouldNotLook<Traces> why) {
        findings.add(
            Finding.blind(SOURCE, why.code(), "Recent " + kind.plural() + ": " + why.sentence()));
      } else if (!found.containsKey(kind)) {
        untold.add(kind.plural());
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

  /** A table that this tenant does not have will not be there tomorrow either. */
  private static boolean mayTellLater(Lookup<Traces> lookup) {
    return lookup instanceof Lookup.CouldNotLook<Traces> down
        && !down.code().equals(FailureType.REJECTED.name());
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
