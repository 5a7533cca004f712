package dev.quaestor.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.quaestor.start.CannotStart;
import dev.quaestor.start.TemporalDoor;
import dev.quaestor.starter.Bootstrap;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.policy.Durations;
import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "bootstrap",
    description = {
      "Make in Temporal what starter and worker need: the namespace and our search attributes.",
      "What is there stays as it is. Where Temporal is, and as whom to speak to it, is read from the",
      "environment (QUAESTOR_TEMPORAL_..., or TEMPORAL_ADDRESS and its like).",
      "Exit codes: 0 all is there; 1 Temporal did not answer or does not allow it; 2 wrong usage."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BootstrapCommand implements Callable<Integer> {
  /** The server takes no less. */
  private static final Duration LEAST_RETENTION = Duration.ofHours(1);

  @ParentCommand private @Nullable Quaestor parent;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--temporal",
      paramLabel = "HOST:PORT",
      description = "Where Temporal is. Default: what the environment says, or 127.0.0.1:7233.")
  private @Nullable String temporal;

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      defaultValue = "30d",
      description = "How long a new namespace keeps what has ended. Default: ${DEFAULT-VALUE}.")
  private String retention = "30d";

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "120s",
      description = "How long to wait for Temporal. Default: ${DEFAULT-VALUE}.")
  private String patience = "120s";

  @Override
  public Integer call() {
    var root = Objects.requireNonNull(parent);
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    var kept = time("--retention", retention);
    if (kept.compareTo(LEAST_RETENTION) < 0) {
      throw new ParameterException(spec.commandLine(), "--retention must be an hour or more.");
    }
    try {
      var to = TemporalDoor.of(root.surroundings().environment(), temporal);
      root.console().progress("waiting for {}", to.sentence());
      var done = Bootstrap.run(to, kept, time("--wait", patience));
      if (root.json()) {
        root.console().json(json(to, done));
      } else {
        say(root.console(), to, done, kept);
      }
      return 0;
    } catch (CannotStart why) {
      throw CommandFailed.because(CommandFailed.Kind.LOCAL, why.what(), why.remedy());
    }
  }

  private static void say(Console console, TemporalDoor to, Bootstrap.Done done, Duration wanted) {
    console.line(
        "{}: the namespace {} was {}, our search attributes were {}.",
        to.target(),
        to.namespace(),
        words(done.namespaceMade()),
        words(done.searchAttributesMade()));
    if (done.retention().compareTo(wanted) < 0) {
      console.line(
          "It keeps what has ended for {} h, as it did before, and not for {} h: temporal operator namespace update --namespace {} --retention {}h",
          done.retention().toHours(),
          wanted.toHours(),
          to.namespace(),
          wanted.toHours());
    }
  }

  private static String json(TemporalDoor to, Bootstrap.Done done) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("target", to.target());
    all.put("namespace", to.namespace());
    all.put("namespaceCreated", done.namespaceMade());
    all.put("searchAttributesCreated", done.searchAttributesMade());
    all.put("retentionHours", done.retention().toHours());
    return QuaestorJson.mapper().writeValueAsString(all);
  }

  private static String words(boolean made) {
    return made ? "created" : "there";
  }

  private Duration time(String option, String text) {
    try {
      var time = Durations.parse(text);
      if (time.isPresent() && time.get().isPositive()) {
        return time.get();
      }
    } catch (ArithmeticException tooLong) {
      // Said below.
    }
    throw new ParameterException(
        spec.commandLine(), option + " must be a time span such as 30d or 120s.");
  }
}
