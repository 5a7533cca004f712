package dev.quaestor.connector.wazuh;

import com.google.re2j.Pattern;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Left;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.Device;
import dev.quaestor.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The script {@code quaestor-isolation} on an agent, which makes one table of nftables that spares
 * the manager alone. What it has written, read back from the indexer, is the answer; and that it
 * came shows that the agent still reaches the manager. How a host stands is what it wrote last:
 * what was changed there without the script since then nobody has told.
 */
final class Isolation implements HostContainment {
  private static final String ISOLATE = "isolate";
  private static final String RELEASE = "release_isolation";

  private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,79}");
  private static final Pattern TICKET =
      Pattern.compile(
          "(isolate|release_isolation) ([0-9]{3,9}) ([A-Za-z0-9_-]{1,80}) ([0-9]{1,4}) ([0-9]{1,12})");

  private static final String NOT_SELECTIVE =
      "An agent's host is isolated in full only, not selectively";

  /** By agent, the isolation that was ordered last, while its answer has not been read. */
  private final Map<String, String> unheard = new ConcurrentHashMap<>();

  private final Agents agents;
  private final Orders orders;
  private final Indexer indexer;
  private final Duration answerWithin;
  private final InstantSource clock;

  Isolation(
      Agents agents, Orders orders, Indexer indexer, Duration answerWithin, InstantSource clock) {
    this.agents = agents;
    this.orders = orders;
    this.indexer = indexer;
    this.answerWithin = answerWithin;
    this.clock = clock;
  }

  @Override
  public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return switch (host) {
      case Acquaintance.Known<KnownDevice> known -> obstacle(known.value());
      case Acquaintance.Stranger<KnownDevice> stranger -> Optional.of(Agents.STRANGER);
      case Acquaintance.NotAsked<KnownDevice> unasked -> Optional.empty();
      case Acquaintance.NoDirectory<KnownDevice> none -> Optional.empty();
    };
  }

  private static Optional<String> obstacle(KnownDevice known) {
    if (!known.onboarded()) {
      return Optional.of("The agent has never connected to the manager");
    }
    var platform = known.device().osPlatform();
    return platform == null || platform.equals("Linux")
        ? Optional.empty()
        : Optional.of("The script that isolates is for Linux, and the agent runs on " + platform);
  }

  @Override
  public Optional<String> obstacle(
      Device device, DeviceAction.Isolation isolation, Acquaintance<KnownDevice> host) {
    return switch (isolation) {
      case FULL -> obstacle(device, host);
      case SELECTIVE -> obstacle(device, host).or(() -> Optional.of(NOT_SELECTIVE));
    };
  }

  /**
   * An isolation that others have changed, or that a probe gets through, is neither; nor is one
   * that was ordered and of which nothing has been heard.
   */
  @Override
  public Standing isolated(Device device) {
    var agent = agents.agent(device);
    if (isOpen(agent)) {
      return Standing.UNKNOWN;
    }
    var told = Answers.of(indexer, agent).standing();
    if (told.isEmpty()) {
      return Standing.NOT_IN_FORCE;
    }
    return switch (told.get().state()) {
      case "STANDS" -> Standing.IN_FORCE;
      case "NONE" -> Standing.NOT_IN_FORCE;
      default -> Standing.UNKNOWN;
    };
  }

  private boolean isOpen(Agent agent) {
    var action = unheard.get(agent.id());
    if (action == null) {
      return false;
    }
    if (Answers.of(indexer, agent, action).to(ISOLATE).isEmpty()) {
      return true;
    }
    unheard.remove(agent.id(), action);
    return false;
  }

  /** One in full is more than a selective one. */
  @Override
  public Standing isolated(Device device, DeviceAction.Isolation isolation) {
    return isolated(device);
  }

  @Override
  public Progress isolate(Device device, DeviceAction.Isolation isolation, Mandate mandate) {
    return switch (isolation) {
      case FULL -> order(device, ISOLATE, mandate);
      case SELECTIVE -> new Progress.Failed("NOT_SELECTIVE", NOT_SELECTIVE);
    };
  }

  @Override
  public Progress release(Device device, Mandate mandate) {
    return order(device, RELEASE, mandate);
  }

  /**
   * Sent again where no answer is known that settles it: the script finds what it did under an
   * action, and does it once.
   */
  private Progress order(Device device, String verb, Mandate mandate) {
    var agent = agents.agent(device);
    var action = folder(mandate.actionId());
    var earlier = Answers.of(indexer, agent, action).to(verb);
    for (var answer : earlier) {
      switch (answer.outcome()) {
        case DONE, ALREADY -> {
          return progress(answer);
        }
        case UNSEEN, REFUSED -> {
          // It is tried again.
        }
      }
    }
    if (!agent.isNewEnough()) {
      return new Progress.Failed(
          "AGENT_TOO_OLD", "the agent is older than 4.2.0 and would not give the script its order");
    }
    if (!agent.isActive()) {
      throw new ConnectorException(
          Kind.DEVICE_AWAY, agent.name() + ": the agent is not connected to the manager");
    }
    if (verb.equals(ISOLATE)) {
      unheard.put(agent.id(), action);
    }
    orders.send(agent, verb, action);
    var ticket =
        "%s %s %s %d %d"
            .formatted(verb, agent.id(), action, earlier.size(), clock.instant().getEpochSecond());
    return new Progress.InProgress(
        ticket, false, "the manager has sent the order, and the agent has not answered yet");
  }

  @Override
  public Progress poll(String ticket) {
    var read = TICKET.matcher(ticket);
    if (!read.matches()) {
      throw new ConnectorException(Kind.NOT_FOUND, "this is no ticket of an order to an agent");
    }
    var agent = agents.agent(Device.ofId(Agent.PREFIX + read.group(2)));
    var answers = Answers.of(indexer, agent, read.group(3)).to(read.group(1));
    if (answers.size() > Integer.parseInt(read.group(4))) {
      var answer = answers.getFirst();
      if (answer.verb().equals(RELEASE) && answer.state().equals("NONE")) {
        unheard.remove(agent.id());
      }
      return progress(answer);
    }
    var sent = Instant.ofEpochSecond(Long.parseLong(read.group(5)));
    return clock.instant().isBefore(sent.plus(answerWithin))
        ? new Progress.InProgress(
            ticket, !agent.isActive(), "the agent has not answered the order yet")
        : new Progress.Unseen(
            "the manager says that it sent the order, but no answer of the agent came within %d seconds: is quaestor-isolation there, its rule on the manager, and its log among what the agent reads?"
                .formatted(answerWithin.toSeconds()));
  }

  private static Progress progress(Answers.Answer answer) {
    return switch (answer.outcome()) {
      case DONE -> new Progress.Done(answer.detail());
      case ALREADY -> new Progress.Already(answer.detail());
      case UNSEEN -> new Progress.Unseen(answer.detail());
      case REFUSED ->
          new Progress.Failed(answer.code().isEmpty() ? "REFUSED" : answer.code(), answer.detail());
    };
  }

  /** An order cannot be called back: an agent that is connected has it already. */
  @Override
  public void cancel(String ticket, Mandate mandate) {
    // What has ended, or was never there, is left as it is.
  }

  @Override
  public Optional<String> otherwise(Device device) {
    agents.agent(device);
    return Optional.empty();
  }

  @Override
  public Optional<String> changedSince(Device device, Left left, Mandate mandate) {
    var answers = Answers.of(indexer, agents.agent(device));
    var undo = folder(mandate.actionId());
    if (answers.to(RELEASE).stream().anyMatch(answer -> answer.action().equals(undo))) {
      return Optional.empty();
    }
    return answers
        .standing()
        .flatMap(
            now ->
                switch (now.state()) {
                  case "EDITED" ->
                      Optional.of("The isolation's rules on the host were changed by others since");
                  case "STANDS", "CONNECTS" ->
                      left.actionIds().stream().map(Isolation::folder).anyMatch(now.by()::equals)
                          ? Optional.<String>empty()
                          : Optional.of("The host was isolated since by the action " + now.by());
                  default -> Optional.<String>empty();
                });
  }

  /** How an action is called on the host, whatever its id is made of. */
  private static String folder(String actionId) {
    return PLAIN_ID.matches(actionId)
        ? actionId
        : "sha256-" + Sha256.of(actionId.getBytes(StandardCharsets.UTF_8));
  }
}
