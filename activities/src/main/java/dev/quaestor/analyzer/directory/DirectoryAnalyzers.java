package dev.quaestor.analyzer.directory;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.Analyzer;
import java.util.List;

/** The analyzers of this room. */
public final class DirectoryAnalyzers {
  private DirectoryAnalyzers() {}

  public static List<Analyzer> all(AnalysisSettings settings) {
    return List.of(
        new DeviceAnalyzer(),
        new UserAnalyzer(),
        new MailboxAnalyzer(),
        new MailboxRuleAnalyzer(new RuleJudgement(new Forwarding(settings))));
  }
}
