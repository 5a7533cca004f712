package dev.quaestor.tools.verdicts;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.starter.cli.Quaestor;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code quaestor analyze}: verdicts on files, with nothing started and nobody asked. */
@Command(
    name = "analyze",
    description = {
      "Judge mails, alerts and hosts from files, without a server or network.",
      "Prints the verdict of each, and every finding with its weight and source. With --json, one",
      "object a line. Exit code 1 says that something could not be read; the rest was judged."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AnalyzeCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Quaestor parent;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "A mail, alerts in any known format, a folder, an mbox, a .jsonl (also .gz) of raw "
            + "mails, a",
        "list of hosts or URLs; - for standard input."
      })
  private List<String> files = List.of();

  @Option(
      names = "--own-domain",
      paramLabel = "DOMAIN",
      description = "A domain of the organisation; repeatable.")
  private List<String> ownDomains = new ArrayList<>();

  @Option(
      names = "--authserv-id",
      paramLabel = "NAME",
      description = "A mail server whose authentication results are trusted; repeatable.")
  private List<String> authservIds = new ArrayList<>();

  @Override
  public Integer call() {
    var root = Objects.requireNonNull(parent);
    var judge = new Judge(new AnalysisSettings(ownDomains, authservIds, List.of()));
    var output = new VerdictOutput(root.console(), root.json());
    var items = new Judging(judge, output);
    for (var file : files) {
      read(root, file, new Inputs(items), items);
    }
    return items.missed == 0 ? 0 : 1;
  }

  private static void read(Quaestor root, String file, Inputs inputs, Items items) {
    try {
      if (file.equals("-")) {
        inputs.stream("-", root.surroundings().in());
      } else {
        inputs.folderOrFile(file, root.surroundings().resolve(file));
      }
    } catch (IOException broken) {
      items.unread(file, Inputs.why(broken));
    } catch (InvalidPathException invalid) {
      items.unread(file, "this is not a file name");
    }
  }

  private static final class Judging implements Items {
    private final Judge judge;
    private final VerdictOutput output;
    private int missed;

    Judging(Judge judge, VerdictOutput output) {
      this.judge = judge;
      this.output = output;
    }

    @Override
    public void read(String name, List<Evidence> evidence) {
      Judgement judgement;
      try {
        judgement = judge.judge(name, evidence);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
        // Files are hostile: one that breaks the judge must not keep the next from being judged.
        unread(
            name,
            "could not be judged: an unexpected failure (%s)"
                .formatted(broken.getClass().getSimpleName()));
        return;
      }
      output.print(judgement);
    }

    @Override
    public void unread(String name, String why) {
      missed++;
      output.unread(name, why);
    }
  }
}
