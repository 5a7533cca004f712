package dev.quaestor.tools.verdicts;

import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quaestor bench verdicts}: how good the verdicts are, on labelled data. */
@Command(
    name = "verdicts",
    description = {
      "Score the verdicts on labelled mails and hosts, without a server or network.",
      "Reads what is there of DIR/spamassassin, DIR/nazario-zenodo, DIR/maltrail and",
      "DIR/misp-warninglists, and says what is missing."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchVerdictsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder of the labelled data.")
  private String folder = "";

  @Override
  public Integer call() throws IOException {
    var root = (Quaestor) Objects.requireNonNull(spec).root().userObject();
    var path = root.surroundings().resolve(folder);
    if (!Files.isDirectory(path)) {
      throw CommandFailed.because(CommandFailed.Kind.LOCAL, folder + " is not a folder.");
    }
    var scores = new Scoring(s -> root.console().progress("{}", s)).run(path);
    if (root.json()) {
      root.console().json(scores.json());
    } else {
      scores.print(root.console());
    }
    if (scores.rows().isEmpty()) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL, folder + " contains none of the labelled data.");
    }
    return 0;
  }
}
