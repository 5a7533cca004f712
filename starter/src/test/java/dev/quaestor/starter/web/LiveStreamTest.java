package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.Scope;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an open page is told, and until when. */
class LiveStreamTest {
  private final RunningStarter starter = RunningStarter.get();

  /** Listens with a browser, and has heard the first beat. */
  private BlockingQueue<String> listen(Browser browser) throws Exception {
    var lines = new LinkedBlockingQueue<String>();
    var answer =
        starter.http().send(browser.request("/live").GET().build(), BodyHandlers.ofLines());
    Thread.ofVirtual()
        .start(
            () -> {
              answer.body().filter(line -> !line.isEmpty()).forEach(lines::add);
              lines.add("the end");
            });
    assertThat(until(lines, "event:beat")).isNotEmpty();
    // What was told until now is no news.
    TimeUnit.SECONDS.sleep(1);
    return lines;
  }

  /** The lines up to that one. */
  private static List<String> until(BlockingQueue<String> lines, String last) throws Exception {
    var heard = new ArrayList<String>();
    while (!heard.contains(last)) {
      var line = lines.poll(10, TimeUnit.SECONDS);
      assertThat(line).as("after %s", heard).isNotNull();
      heard.add(line);
    }
    return heard;
  }

  private static String told(String id) {
    return "data:{\"id\":\"" + id + "\"}";
  }

  private String newAction() {
    return starter.pendingAction(RunningStarter.alertOnADevice());
  }

  @Test
  void aPageHearsOfWhatMovedAndOfTheCount() throws Exception {
    var lines = listen(starter.browserOf(starter.person(Scope.ALL, "viewer")));

    var action = newAction();

    assertThat(until(lines, told(action))).contains("event:action");
    until(lines, "event:count");
  }

  @Test
  void aStreamEndsWithItsSession() throws Exception {
    var people = starter.bean(PersonStore.class);
    var ann = starter.person(Scope.ALL, "viewer");
    var ben = starter.person(Scope.ALL, "viewer");
    var cat = starter.browserOf(starter.person(Scope.ALL, "viewer"));
    var disabled = listen(starter.browserOf(ann));
    var narrowed = listen(starter.browserOf(ben));
    var gone = listen(cat);
    people.disable(ann.personId(), true);
    people.grant(ben.personId(), Set.of("viewer"), new Scope(Set.of("other"), null));
    assertThat(cat.submit("/password", "/sign-out", Map.of()).status()).isEqualTo(303);

    var action = newAction();

    for (var lines : List.of(disabled, narrowed, gone)) {
      assertThat(until(lines, "the end"))
          .contains("event:signedout")
          .noneMatch(line -> line.contains(action));
    }
  }

  @Test
  void somebodyConfinedDoesNotHearThatSomethingElseMoved() throws Exception {
    var scope = new Scope(Set.of("group-" + UUID.randomUUID()), null);
    var confined = listen(starter.browserOf(starter.person(scope, "viewer")));
    var all = listen(starter.browserOf(starter.person(Scope.ALL, "viewer")));

    until(all, told(newAction()));
    until(all, "event:count");
    TimeUnit.SECONDS.sleep(1);

    assertThat(confined).noneMatch(line -> line.startsWith("event:") && !line.endsWith("beat"));
  }

  @Test
  void aStarterThatStopsDoesNotWaitForOpenPages() throws Exception {
    var another = RunningStarter.with(Map.of());
    var lines = listen(another.browserOf(another.person(Scope.ALL, "viewer")));

    var before = System.nanoTime();
    another.context().close();

    // It would wait ten seconds for what it still answers.
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    assertThat(until(lines, "the end")).isNotEmpty();
  }
}
