package dev.quaestor.analyzer.file;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import java.util.List;
import java.util.Set;

/** A file whose name deceives. An honest name says nothing, so there is no finding for it. */
public final class FileNameAnalyzer implements Analyzer {
  private static final String SOURCE = "fileName";

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.FILE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    return evidence.entity() instanceof FileArtifact file && file.name() != null
        ? FileNames.judge(SOURCE, file.name())
        : List.of();
  }
}
