package dev.quaestor.execution;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.UserDirectory;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.execution.TargetFacts.OwnFacts;
import dev.quaestor.telemetry.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks, before something is done, the directories of those who could do it: each its own, side by
 * side. What breaks one is noted and stops nobody else.
 */
final class DirectoryQuestion {
  /** As long as those who come first are waited for once somebody else can do it. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Connectors connectors;
  private final boolean lately;

  /**
   * @param lately whether what a directory told moments ago may be told again
   */
  DirectoryQuestion(Connectors connectors, boolean lately) {
    this.connectors = connectors;
    this.lately = lately;
  }

  /**
   * @param several whether there are several of that name in its directory
   */
  private record Answer(OwnFacts facts, @Nullable RuntimeException broke, boolean several) {
    Answer(OwnFacts facts, @Nullable RuntimeException broke) {
      this(facts, broke, false);
    }
  }

  /** All connectors, each to its end. */
  TargetFacts ofAll(Entity target) {
    return about(target, connectors.names(), (connector, facts) -> false);
  }

  /**
   * @param names in the order of preference
   * @param able whether a connector whose directories say so can do it: then those after it do not
   *     count, and those before it count for a moment more
   */
  TargetFacts about(Entity target, List<String> names, BiPredicate<String, OwnFacts> able) {
    var label = names.size() < 2 ? Optional.<Device>empty() : label(target);
    var asked = label.isEmpty() ? names : andAllDirectories(names);
    var answers = new LinkedHashMap<String, Answer>();
    if (asked.size() < 2) {
      asked.forEach(name -> answers.put(name, answer(name, target)));
    } else {
      answers.putAll(race(target, asked, able, label.isPresent()));
    }
    label
        .flatMap(device -> nobodys(device, answers))
        .ifPresent(
            because ->
                answers.replaceAll(
                    (name, answer) ->
                        new Answer(answer.facts().ofNobody(because), answer.broke())));
    var facts = new LinkedHashMap<String, OwnFacts>();
    var broke = new LinkedHashMap<String, RuntimeException>();
    answers.forEach(
        (name, answer) -> {
          facts.put(name, answer.facts());
          if (answer.broke() != null) {
            broke.put(name, answer.broke());
          }
        });
    return new TargetFacts(facts, broke);
  }

  /** Where it would be done, if that is named so that several hosts may be meant. */
  private static Optional<Device> label(Entity target) {
    return TargetFacts.device(target).filter(HostIdentity::mayBeSeveral);
  }

  /** A namesake is one though nobody would do it there. */
  private List<String> andAllDirectories(List<String> names) {
    return Stream.concat(
            names.stream(),
            connectors.offers(DeviceDirectory.class).stream().map(Connectors.Offer::connector))
        .distinct()
        .toList();
  }

  private static Optional<String> nobodys(Device device, Map<String, Answer> answers) {
    var known = new LinkedHashMap<String, KnownDevice>();
    answers.forEach(
        (name, answer) ->
            answer.facts().device().known().ifPresent(found -> known.put(name, found)));
    return HostIdentity.nobodys(
        device,
        known,
        answers.entrySet().stream()
            .filter(answer -> answer.getValue().several())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null));
  }

  private Map<String, Answer> race(
      Entity target, List<String> names, BiPredicate<String, OwnFacts> able, boolean all) {
    var threads = Traces.carriedTo(Executors.newVirtualThreadPerTaskExecutor());
    try {
      var asked = new LinkedHashMap<String, CompletableFuture<Answer>>();
      names.forEach(
          name ->
              asked.put(name, CompletableFuture.supplyAsync(() -> answer(name, target), threads)));
      waitFor(asked, able, all);
      var answers = new LinkedHashMap<String, Answer>();
      asked.forEach(
          (name, answer) ->
              answers.put(name, answer.isDone() ? ParallelCalls.result(answer) : late(name)));
      return answers;
    } finally {
      // Without a wait: who hangs would hold up the one who can. Nor is it stopped: that would be
      // counted as its failure, and it ends by its own time-out.
      threads.shutdown();
    }
  }

  /**
   * @param all whether also those after who can do it count, for a moment more
   */
  private static void waitFor(
      Map<String, CompletableFuture<Answer>> asked,
      BiPredicate<String, OwnFacts> able,
      boolean all) {
    Long until = null;
    while (true) {
      var ahead = new ArrayList<CompletableFuture<Answer>>();
      var found = false;
      for (var one : asked.entrySet()) {
        if (!one.getValue().isDone()) {
          ahead.add(one.getValue());
        } else if (isAble(one.getKey(), ParallelCalls.result(one.getValue()), able)) {
          found = true;
          if (!all) {
            break;
          }
        }
      }
      if (ahead.isEmpty()) {
        return;
      }
      if (found && until == null) {
        until = System.nanoTime() + GRACE.toNanos();
      }
      if (!waitForOne(ahead, until)) {
        return;
      }
    }
  }

  private static boolean isAble(String name, Answer answer, BiPredicate<String, OwnFacts> able) {
    return answer.broke() == null && able.test(name, answer.facts());
  }

  /** Whether one of them came to an end before the time was over. */
  private static boolean waitForOne(List<CompletableFuture<Answer>> some, @Nullable Long until) {
    var one = CompletableFuture.anyOf(some.toArray(CompletableFuture[]::new));
    try {
      if (until == null) {
        one.get();
      } else {
        one.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException broke) {
      // Told by whoever takes its answer.
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(ConnectorException.Kind.DOWN, "interrupted");
    }
  }

  private static Answer late(String name) {
    var sentence = name + " did not answer within " + GRACE.toSeconds() + " s";
    return new Answer(
        OwnFacts.unasked(sentence), new ConnectorException(ConnectorException.Kind.DOWN, sentence));
  }

  private Answer answer(String connector, Entity target) {
    try {
      var own = own(connector, target);
      return new Answer(own, null, hasSeveral(connector, own, target));
    } catch (RuntimeException broke) {
      return new Answer(OwnFacts.unasked(String.valueOf(broke.getMessage())), broke);
    }
  }

  private boolean hasSeveral(String connector, OwnFacts own, Entity target) {
    return own.device() instanceof Acquaintance.Stranger<?>
        && label(target)
            .filter(
                device ->
                    connectors.offers(DeviceDirectory.class).stream()
                        .filter(offer -> offer.connector().equals(connector))
                        .anyMatch(
                            offer ->
                                offer
                                    .capability()
                                    .ambiguous(List.of(device))
                                    .contains(device.key())))
            .isPresent();
  }

  private OwnFacts own(String connector, Entity target) {
    if (!(target instanceof FileArtifact file)) {
      return new OwnFacts(
          device(connector, target),
          target instanceof UserAccount user
              ? user(connector, user)
              : new Acquaintance.NoDirectory<>(),
          new Acquaintance.NoDirectory<>(),
          true);
    }
    Supplier<OwnFacts> ofDevice =
        () ->
            new OwnFacts(
                device(connector, target),
                new Acquaintance.NoDirectory<>(),
                new Acquaintance.NoDirectory<>(),
                true);
    Supplier<OwnFacts> ofFile =
        () ->
            new OwnFacts(
                new Acquaintance.NoDirectory<>(),
                new Acquaintance.NoDirectory<>(),
                file(connector, file),
                true);
    var both = ParallelCalls.each(List.of(ofDevice, ofFile), Supplier::get);
    return new OwnFacts(
        both.getFirst().device(), new Acquaintance.NoDirectory<>(), both.getLast().file(), true);
  }

  private Acquaintance<KnownDevice> device(String connector, Entity target) {
    return TargetFacts.isOnDevice(target)
        ? ask(
            connector,
            DeviceDirectory.class,
            TargetFacts.device(target),
            target,
            lately ? DeviceDirectory::lately : DeviceDirectory::find)
        : new Acquaintance.NoDirectory<>();
  }

  private Acquaintance<KnownUser> user(String connector, UserAccount user) {
    var askable = Optional.of(user).filter(u -> TargetFacts.unaskable(u).isEmpty());
    return ask(connector, UserDirectory.class, askable, user, UserDirectory::find);
  }

  private Acquaintance<KnownFile> file(String connector, FileArtifact file) {
    var askable = Optional.of(file).filter(f -> f.strongestHash().isPresent());
    return ask(
        connector,
        FileReputation.class,
        askable,
        file,
        lately ? FileReputation::lately : FileReputation::find);
  }

  /**
   * @param asked empty where there is nothing to ask by
   */
  private <C extends Capability, E extends Entity, V> Acquaintance<V> ask(
      String connector,
      Class<C> port,
      Optional<E> asked,
      Entity target,
      BiFunction<C, List<E>, Map<EntityKey, V>> find) {
    var directories =
        connectors.offers(port).stream().filter(o -> o.connector().equals(connector)).toList();
    if (directories.isEmpty()) {
      return new Acquaintance.NoDirectory<>();
    }
    if (asked.isEmpty()) {
      return new Acquaintance.NotAsked<>(
          TargetFacts.unaskable(target).orElse("No hash of the file is known"));
    }
    var thing = asked.get();
    return directories.stream()
        .flatMap(
            directory ->
                Optional.ofNullable(
                    find.apply(directory.capability(), List.of(thing)).get(thing.key()))
                    .stream())
        .findFirst()
        .<Acquaintance<V>>map(Acquaintance.Known::new)
        .orElseGet(Acquaintance.Stranger::new);
  }
}
