package dev.quaestor.execution;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.content.ContentAnalyzer;
import dev.quaestor.analyzer.directory.DirectoryAnalyzers;
import dev.quaestor.analyzer.file.FileNameAnalyzer;
import dev.quaestor.analyzer.file.FileReputationAnalyzer;
import dev.quaestor.analyzer.indicator.IndicatorAnalyzer;
import dev.quaestor.analyzer.mail.AttachmentAnalyzer;
import dev.quaestor.analyzer.mail.ExchangeFilterAnalyzer;
import dev.quaestor.analyzer.mail.LinkAnalyzer;
import dev.quaestor.analyzer.mail.MailAuthenticationAnalyzer;
import dev.quaestor.analyzer.mail.SenderAnalyzer;
import dev.quaestor.analyzer.mail.UnreadAnalyzer;
import dev.quaestor.analyzer.mail.looks.MailLooksAnalyzer;
import dev.quaestor.analyzer.url.UrlAnalyzer;
import dev.quaestor.analyzer.vendor.VendorVerdictAnalyzer;
import java.util.List;
import java.util.stream.Stream;

/** Every analyzer there is, in the order in which their findings are read. */
public final class Analyzers {
  private Analyzers() {}

  public static List<Analyzer> all(AnalysisSettings settings) {
    return Stream.concat(
            Stream.of(
                new VendorVerdictAnalyzer(),
                new IndicatorAnalyzer(),
                new FileReputationAnalyzer(),
                new FileNameAnalyzer(),
                new ContentAnalyzer(),
                new UrlAnalyzer(settings),
                new MailAuthenticationAnalyzer(settings),
                new ExchangeFilterAnalyzer(settings),
                new SenderAnalyzer(settings),
                new LinkAnalyzer(settings),
                new UnreadAnalyzer(),
                new AttachmentAnalyzer(),
                new MailLooksAnalyzer(settings)),
            DirectoryAnalyzers.all(settings).stream())
        .toList();
  }
}
