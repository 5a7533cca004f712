package dev.quaestor.starter.web;

import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.StillSignedIn;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.Sight;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The stream of news for an open page: ids and never content, because what they are about is
 * fetched and judged by who asks. It ends with the session, and somebody confined hears nothing of
 * what they may not see: not even that something moved.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
@Controller
class LiveController {
  private static final Logger log = LoggerFactory.getLogger(LiveController.class);

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration BEAT = Duration.ofSeconds(15);

  /** How old the word may be that a session is alive. */
  private static final Duration ASKED_WITHIN = Duration.ofSeconds(1);

  private final LiveFeed feed;
  private final Presence presence;
  private final Ledger ledger;
  private final StillSignedIn signedIn;

  LiveController(LiveFeed feed, Presence presence, Ledger ledger, StillSignedIn signedIn) {
    this.feed = feed;
    this.presence = presence;
    this.ledger = ledger;
    this.signedIn = signedIn;
  }

  @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Allowed(AccessRole.VIEWER)
  SseEmitter live(Caller caller, HttpServletRequest request) {
    // Its own end is timed below, so that it ends between two events.
    var stream = new SseEmitter(0L);
    var listener = feed.listen(caller.id());
    stream.onCompletion(listener::close);
    stream.onError(failure -> listener.close());
    // Who listens is told of no more on that thread than they would see on this one.
    var sight = Sight.now();
    var lives = signedIn.of(request);
    Thread.ofVirtual().name("live").start(() -> tell(stream, listener, sight, lives));
    return stream;
  }

  private void tell(
      SseEmitter stream, LiveFeed.Listener listener, Scope sight, BooleanSupplier lives) {
    var until = System.nanoTime() + LONGEST.toNanos();
    try (listener) {
      // Apart from each other, so that a restart is not met by all pages at one moment.
      stream.send(
          SseEmitter.event()
              .reconnectTime(1000 + ThreadLocalRandom.current().nextInt(2000))
              .name("beat")
              .data(Map.of()));
      var beatAt = System.nanoTime() + BEAT.toNanos();
      var askAt = System.nanoTime();
      var isCountOwed = false;
      while (listener.isOpen() && System.nanoTime() < until) {
        var pause = Duration.ofNanos(Math.max(0, beatAt - System.nanoTime()));
        var news = listener.next(isCountOwed ? Duration.ZERO : pause);
        if (!listener.isOpen()) {
          break;
        }
        if (System.nanoTime() >= askAt) {
          if (!lives.getAsBoolean()) {
            stream.send(SseEmitter.event().name("signedout").data(Map.of()));
            break;
          }
          askAt = System.nanoTime() + ASKED_WITHIN.toNanos();
        }
        if (news == null && isCountOwed) {
          isCountOwed = false;
          send(stream, LiveFeed.News.COUNT);
        } else if (news != null && isSeen(news, sight)) {
          isCountOwed |= news.name().equals("action");
          send(stream, news);
        } else if (System.nanoTime() >= beatAt) {
          // Also where all that came was not theirs to hear: a page without beats calls itself old.
          stream.send(SseEmitter.event().name("beat").data(Map.of()));
          beatAt = System.nanoTime() + BEAT.toNanos();
        }
      }
      stream.complete();
    } catch (IOException | IllegalStateException gone) {
      // The page was closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.debug("the ledger could not be asked for an open page", e);
      stream.complete();
    }
  }

  private static void send(SseEmitter stream, LiveFeed.News news) throws IOException {
    stream.send(SseEmitter.event().name(news.name()).data(Map.of("id", news.id())));
  }

  private boolean isSeen(LiveFeed.News news, Scope sight) {
    return sight.isAll()
        || Sight.within(
            sight,
            () ->
                switch (news.name()) {
                  case "action", "presence" -> ledger.action(news.id()).isPresent();
                  case "case" -> ledger.caseRow(news.id()).isPresent();
                  default -> true;
                });
  }

  /** Who else has an action open, one sentence; asking says that one has it open oneself. */
  @GetMapping("/actions/{id}/presence")
  @Allowed(AccessRole.VIEWER)
  ResponseEntity<String> presence(@PathVariable String id, Caller caller) {
    if (ledger.action(id).isEmpty()) {
      throw PageRefusal.notFound("action");
    }
    if (presence.looks(id, caller)) {
      feed.tell(new LiveFeed.News("presence", id));
    }
    var others = presence.others(id, caller);
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_PLAIN)
        .body(
            others.isEmpty()
                ? ""
                : "%s %s this open too."
                    .formatted(Words.list(others), others.size() == 1 ? "has" : "have"));
  }
}
