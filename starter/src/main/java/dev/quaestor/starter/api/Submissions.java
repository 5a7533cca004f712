package dev.quaestor.starter.api;

import dev.quaestor.alert.Alert;
import dev.quaestor.starter.Investigations;
import dev.quaestor.starter.Investigations.Submitted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Many alerts at once: those of one thing one after the other, because they meet in one workflow,
 * and different things side by side.
 */
record Submissions(Investigations investigations) {

  /** One answer each, in the alerts' order; the first failure, after the others have been tried. */
  List<Submitted> submit(List<Alert> alerts, String startedBy) {
    var answers = new Submitted[alerts.size()];
    var lanes = new LinkedHashMap<String, List<Integer>>();
    IntStream.range(0, alerts.size())
        .forEach(
            i ->
                lanes
                    .computeIfAbsent(alerts.get(i).correlationKey(), k -> new ArrayList<>())
                    .add(i));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          lanes.values().stream()
              .map(
                  lane ->
                      CompletableFuture.runAsync(
                          () ->
                              lane.forEach(
                                  i ->
                                      answers[i] = investigations.submit(alerts.get(i), startedBy)),
                          threads))
              .toList();
      running.forEach(CompletableFuture::join);
      return List.of(answers);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
