package dev.quaestor.standalone;

import dev.quaestor.start.CannotStart;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.retention.RetentionFailure;
import dev.quaestor.starter.retention.RetentionNow;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.QuaestorJson;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "retention",
    description = {
      "Remove what is past its time, at once, or say what that would be.",
      "Starters do it in a rhythm where quaestor.retention says how long things are kept.",
      "Settings are the starter's: from the environment (SPRING_DATASOURCE_URL,",
      "QUAESTOR_RETENTION_INVESTIGATIONS), application.yaml, or as arguments. It does no harm",
      "beside running starters, and can be broken off and run again.",
      "Exit codes: 0 all that is past its time is removed, or was named; 1 it cannot be; 2 wrong",
      "usage."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RetentionCommand implements Callable<Integer> {
  /** Of more, the number says enough. */
  private static final int SHOWN = 50;

  @ParentCommand private @Nullable LedgerCommand parent;

  @Option(names = "--dry-run", description = "Say what would be removed, and remove nothing.")
  private boolean dryRun;

  @Parameters(
      paramLabel = "SETTING",
      arity = "0..*",
      description = "A setting of the starter: --quaestor.retention.investigations=365d, say.")
  private List<String> settings = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var root = Objects.requireNonNull(parent).root();
    LedgerCommand.requireSettings(settings, spec);
    root.console().progress("opening the ledger");
    var done = done(root);
    if (root.json()) {
      json(root, done);
    } else {
      print(root.console(), done);
    }
    return 0;
  }

  private RetentionNow.Done done(Quaestor root) {
    try {
      return RetentionNow.run(
          settings,
          dryRun,
          root.json() ? Integer.MAX_VALUE : SHOWN,
          id -> root.console().progress(dryRun ? "found {}" : "removing {}", id));
    } catch (CannotStart why) {
      throw CommandFailed.because(CommandFailed.Kind.LOCAL, why.what(), why.remedy());
    } catch (RetentionFailure failure) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "It was not done: %s.".formatted(failure.why()),
          "What was removed until then is gone as a whole. Run it again when this is mended.");
    } catch (StatusRuntimeException away) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "Temporal did not answer any more (%s).".formatted(away.getStatus().getCode()),
          "How long it keeps histories has to be known. Run it again.");
    }
  }

  private void json(Quaestor root, RetentionNow.Done done) {
    var document = QuaestorJson.mapper().createObjectNode();
    document.put("dryRun", dryRun).put("off", done.isOff());
    document.put("investigations", done.cases()).put("events", done.events());
    document.put("alerts", done.alerts()).put("idempotencyKeys", done.keys());
    document
        .putObject("vault")
        .put("files", done.vault().files())
        .put("bytes", done.vault().bytes());
    var list = document.putArray("investigationIds");
    done.first().forEach(list::add);
    root.console().json(document.toString());
  }

  private void print(Console console, RetentionNow.Done done) {
    if (done.isOff()) {
      console.line(
          "Nothing is ever removed: neither quaestor.retention.investigations nor quaestor.retention.vault is set.");
      return;
    }
    done.first()
        .forEach(
            id ->
                console.line(
                    "{} {}",
                    dryRun ? Console.warning("past its time") : Console.good("removed"),
                    id));
    if (done.cases() > done.first().size()) {
      console.line("… and {} more; --json names all of them", done.cases() - done.first().size());
    }
    console.line("{}", summary(done));
  }

  private String summary(RetentionNow.Done done) {
    var what =
        Stream.of(
                Counted.of(done.cases(), "investigation", "investigations"),
                Counted.of(done.alerts(), "alert that is in none", "alerts that are in none"),
                Counted.of(done.keys(), "idempotency key", "idempotency keys"),
                Counted.of(done.vault().files(), "file", "files") + " of the vault")
            .toList();
    var all = String.join(", ", what.subList(0, 3)) + " and " + what.getLast();
    return dryRun ? all + " are past their time. Nothing was removed." : all + " were removed.";
  }
}
