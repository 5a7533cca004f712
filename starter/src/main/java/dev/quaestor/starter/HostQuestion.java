package dev.quaestor.starter;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.CorrelationKey;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.starter.ledger.GroupCommit;
import dev.quaestor.starter.ledger.GroupCommit.Answer.Done;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.text.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the directories which host an alert means, before it goes to a case: else the same alert
 * under three names would be three cases that do not know of one another. A name is asked about
 * once in a while, together with all others that wait meanwhile. It is a courtesy: nobody waits for
 * it longer than a moment, and after a question that nobody answered none is put for a while.
 */
final class HostQuestion {
  private static final Logger log = LoggerFactory.getLogger(HostQuestion.class);

  /** An alert is answered soon, whoever is away. */
  static final Duration A_MOMENT = Duration.ofSeconds(2);

  private static final Duration REST = Duration.ofSeconds(30);

  /** What no directory knows may be in one by then. */
  private static final Duration ANSWER_STANDS = Duration.ofMinutes(5);

  private static final int MOST_AT_ONCE = 200;
  private static final int MOST_REMEMBERED = 20_000;

  /** Longer than any name or id. */
  private static final int LONGEST = 255;

  /** Who is asked. */
  interface Directories {
    /**
     * @param called ids and names of devices
     * @return of each host that is meant for certain what it is called
     * @throws TemporalException when nobody answers in time
     */
    List<List<String>> hosts(List<String> called, Duration within);
  }

  private final Ledger ledger;
  private final Directories directories;
  private final Duration moment;
  private final LongSupplier nanoTime;

  private final Map<String, Long> asked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private final GroupCommit<Collection<String>, Boolean> together =
      new GroupCommit<>(1, this::answered, any -> true);

  private volatile @Nullable Long restsUntil;

  /**
   * @param moment as long as an alert waits for it
   */
  HostQuestion(Ledger ledger, Directories directories, Duration moment, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.directories = directories;
    this.moment = moment;
    this.nanoTime = nanoTime;
  }

  /** The directories behind the worker. */
  static Directories through(Lookups lookups) {
    return (called, within) -> {
      var summary = "Which host is meant by " + Counted.of(called.size(), "name", "names");
      var answer = lookups.ask(new LookupRequest.Hosts(called), summary, within);
      return answer instanceof LookupAnswer.Hosts hosts ? hosts.names() : List.of();
    };
  }

  /** Returns when the ledger knows what is to be known, or the moment is over. */
  void ask(Collection<Alert> alerts) {
    var named = new LinkedHashMap<String, String>();
    alerts.forEach(
        alert ->
            called(alert)
                .filter(name -> !name.isBlank() && name.length() <= LONGEST)
                .ifPresent(name -> named.putIfAbsent(alert.correlationKey(), name)));
    named.keySet().removeIf(this::isAnswered);
    if (named.isEmpty() || rests()) {
      return;
    }
    named.keySet().removeAll(ledger.knownHosts(named.keySet(), Instant.now()));
    if (!named.isEmpty()) {
      together.ask(named.values());
    }
  }

  /** Of all who wait, in one question after another. */
  private List<GroupCommit.Answer<Boolean>> answered(List<Collection<String>> wishes) {
    var names = wishes.stream().flatMap(Collection::stream).distinct().toList();
    for (int from = 0; from < names.size() && !rests(); from += MOST_AT_ONCE) {
      put(names.subList(from, Math.min(names.size(), from + MOST_AT_ONCE)));
    }
    return wishes.stream().<GroupCommit.Answer<Boolean>>map(w -> new Done<>(true)).toList();
  }

  private void put(List<String> names) {
    try {
      var hosts = directories.hosts(names, moment);
      ledger.keepHosts(hosts, Instant.now());
      names.forEach(name -> remember(CorrelationKey.ofDevice(Device.ofId(name).key())));
    } catch (RuntimeException unanswered) {
      // Whatever it is: an alert is not lost over a courtesy.
      restsUntil = nanoTime.getAsLong() + REST.toNanos();
      log.warn(
          "No directory said which hosts alerts mean; alerts that name one host differently may "
              + "become several investigations ({})",
          unanswered.getMessage());
    }
  }

  private boolean rests() {
    var until = restsUntil;
    return until != null && until - nanoTime.getAsLong() > 0;
  }

  private void remember(String key) {
    synchronized (asked) {
      asked.put(key, nanoTime.getAsLong());
    }
  }

  private boolean isAnswered(String key) {
    synchronized (asked) {
      var when = asked.get(key);
      return when != null && nanoTime.getAsLong() - when < ANSWER_STANDS.toNanos();
    }
  }

  /** What the device is called of which its key is made. */
  private static Optional<String> called(Alert alert) {
    return CorrelationKey.isOfDevice(alert.correlationKey())
        ? alert.evidence().stream()
            .map(Evidence::entity)
            .flatMap(
                thing ->
                    thing instanceof Device device
                        ? Stream.of(device.handle())
                        : thing instanceof OnDevice on
                            ? Stream.ofNullable(on.deviceId())
                            : Stream.<String>empty())
            .filter(
                name ->
                    CorrelationKey.ofDevice(Device.ofId(name).key()).equals(alert.correlationKey()))
            .findFirst()
        : Optional.empty();
  }
}
