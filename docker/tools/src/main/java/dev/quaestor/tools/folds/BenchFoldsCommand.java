package dev.quaestor.tools.folds;

import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.wire.QuaestorJson;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quaestor bench folds}: what deciding costs as cases grow. */
@Command(
    name = "folds",
    description = {
      "Measure the processor time that decisions take as cases grow, without a server.",
      "Prints one row a size: the whole life of a case, and the dearest single step."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchFoldsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "250,500,1000,5000",
      description =
          "Pieces of evidence, with as many actions; multiples of ten; default: ${DEFAULT-VALUE}.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--without-actions",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Pieces of a case that wants no action; default: ${DEFAULT-VALUE}.")
  private int watching;

  @Override
  public Integer call() {
    var root = (Quaestor) Objects.requireNonNull(spec).root().userObject();
    var curve = FoldCurve.of(sizes, watching);
    if (root.json()) {
      root.console().json(QuaestorJson.mapper().writeValueAsString(curve.points()));
    } else {
      curve.print(root.console());
    }
    return 0;
  }
}
