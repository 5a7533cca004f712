package dev.quaestor.connector.linux;

import static dev.quaestor.action.ActionType.*;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Access;
import dev.quaestor.connector.Access.Fault;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.text.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether each host of the inventory can be entered as the one that it should be, and has what our
 * scripts need. Many hosts take long, and one call may not: those that were well a while ago are
 * not asked again, and those that were not asked for lack of time come first the next time.
 */
final class Entering implements CredentialCheck {
  private static final HostScript SCRIPT = HostScript.of("entering.sh");
  private static final int AT_ONCE = 64;

  /** Shorter than whoever calls this waits. */
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private static final Duration WELL_FOR = Duration.ofMinutes(10);

  private final LinuxSettings settings;
  private final HostShell shell;
  private final Duration longest;
  private final Map<String, Seen> lately = new ConcurrentHashMap<>();

  /**
   * What a look at one host has brought.
   *
   * @param at of the clock that counts only
   */
  private record Seen(long at, Optional<Fault> fault) {
    boolean isWell() {
      return fault.isEmpty() && System.nanoTime() - at < WELL_FOR.toNanos();
    }
  }

  /** What hosts may lack, by the word of the script, and what cannot be done without it. */
  private enum Need {
    NFT("nft", "nftables", EnumSet.of(ISOLATE_DEVICE, RELEASE_DEVICE)),
    PROBE("probe", "bash or nc, by which isolation is proven", EnumSet.of(ISOLATE_DEVICE)),
    FILES(
        "files",
        "cp, stat, touch and sync of GNU coreutils",
        EnumSet.of(
            STOP_AND_QUARANTINE_FILE,
            RELEASE_FROM_QUARANTINE,
            DELETE_FILE,
            RESTORE_FILE,
            REMOVE_SCHEDULED_TASK,
            RESTORE_SCHEDULED_TASK,
            STOP_SERVICE,
            RESTORE_SERVICE)),
    HOME("home", "a folder /var/lib/quaestor that only root can change", Set.of());

    private final String word;
    private final String plain;
    private final Set<ActionType> actions;

    Need(String word, String plain, Set<ActionType> actions) {
      this.word = word;
      this.plain = plain;
      this.actions = Set.copyOf(actions);
    }
  }

  Entering(LinuxSettings settings, HostShell shell) {
    this(settings, shell, LONGEST);
  }

  Entering(LinuxSettings settings, HostShell shell, Duration longest) {
    this.settings = settings;
    this.shell = shell;
    this.longest = longest;
  }

  @Override
  public Remedies remedies() {
    return new Remedies(
        "Put the public part of %s into that host's authorized_keys, and see that %s has its host-key, machine-id and user as they are there."
            .formatted(settings.keySetting(), settings.inventorySetting()),
        "If that is not the address, set address and port of the host in %s. What needs it waits for it."
            .formatted(settings.inventorySetting()),
        "Install on the host what it lacks; nothing is asked of it for that until then.");
  }

  @Override
  public String sentence() {
    return "%s, %s of %s"
        .formatted(
            settings.connector(),
            Counted.of(settings.inventory().hosts().size(), "host", "hosts"),
            settings.inventorySetting());
  }

  @Override
  public Access access() {
    // A key that cannot be read is no host's fault.
    shell.key();
    var hosts = settings.inventory().hosts();
    ask(
        hosts.stream()
            .filter(host -> !seen(host).map(Seen::isWell).orElse(false))
            .sorted(
                Comparator.comparingLong(host -> seen(host).map(Seen::at).orElse(Long.MIN_VALUE)))
            .toList());
    var faults = new ArrayList<Fault>();
    for (var host : hosts) {
      seen(host)
          .map(Seen::fault)
          .orElseGet(() -> Optional.of(unasked(host)))
          .ifPresent(faults::add);
    }
    return Access.ofHosts(new Access.Hosts(hosts.size() - faults.size(), faults));
  }

  private Optional<Seen> seen(LinuxHost host) {
    return Optional.ofNullable(lately.get(host.machineId()));
  }

  private Fault unasked(LinuxHost host) {
    return new Fault(
        Fault.Kind.AWAY,
        "%s was not asked within %d s".formatted(host.name(), longest.toSeconds()),
        Set.of());
  }

  /** Returns when all have answered, or when it has been long enough. */
  private void ask(List<LinuxHost> hosts) {
    var permits = new Semaphore(AT_ONCE);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (var host : hosts) {
        threads.submit(
            () -> {
              permits.acquire();
              try {
                var fault = fault(host);
                lately.put(host.machineId(), new Seen(System.nanoTime(), fault));
              } finally {
                permits.release();
              }
              return null;
            });
      }
      threads.shutdown();
      threads.awaitTermination(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<Fault> fault(LinuxHost host) {
    try {
      var answer =
          shell.run(host, SCRIPT.with("look_around", HostWork.with(host, Map.of())), false);
      if (answer.isRefused()) {
        var kind = answer.code().equals("BUSY") ? Fault.Kind.AWAY : Fault.Kind.REFUSED;
        return Optional.of(
            new Fault(kind, "%s: %s".formatted(host.name(), answer.detail()), Set.of()));
      }
      return lacks(host, Set.copyOf(List.of(answer.body().split("\n"))));
    } catch (ConnectorException failed) {
      var kind =
          switch (failed.kind()) {
            case UNAUTHORIZED, MALFORMED_ANSWER, REJECTED -> Fault.Kind.REFUSED;
            case DOWN, THROTTLED, DEVICE_AWAY, NOT_FOUND, OUT_OF_REACH -> Fault.Kind.AWAY;
          };
      return Optional.of(new Fault(kind, naming(host, failed), Set.of()));
    }
  }

  private static String naming(LinuxHost host, ConnectorException failed) {
    var message = String.valueOf(failed.getMessage());
    return (message.contains(host.name()) ? message : host.name() + ": " + message)
        + failed.said().map(" (%s)"::formatted).orElse("");
  }

  private static Optional<Fault> lacks(LinuxHost host, Set<String> words) {
    var missing = Stream.of(Need.values()).filter(need -> words.contains(need.word)).toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    var actions = EnumSet.noneOf(ActionType.class);
    missing.forEach(need -> actions.addAll(need.actions));
    var anything = missing.stream().anyMatch(need -> need.actions.isEmpty());
    return Optional.of(
        new Fault(
            Fault.Kind.LACKING,
            "%s lacks %s"
                .formatted(
                    host.name(),
                    missing.stream().map(need -> need.plain).collect(Collectors.joining(" and "))),
            anything ? Set.of() : actions));
  }
}
