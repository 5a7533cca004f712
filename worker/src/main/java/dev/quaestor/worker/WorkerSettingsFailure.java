package dev.quaestor.worker;

import dev.quaestor.setup.UnknownSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which setting is unknown in its line, and not in a stack trace. */
final class WorkerSettingsFailure extends AbstractFailureAnalyzer<UnknownSettings> {
  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, UnknownSettings unknown) {
    return new FailureAnalysis(
        String.valueOf(unknown.getMessage()), "Correct or remove it.", unknown);
  }
}
