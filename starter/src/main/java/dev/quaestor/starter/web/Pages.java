package dev.quaestor.starter.web;

import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/** What every page needs: the frame around it, and times as its reader has them. */
final class Pages {
  /** The zone that the reader's browser names; nothing but how times are written hangs on it. */
  private static final String ZONE = "zone";

  private final Ledger ledger;
  private final InstantSource clock;

  Pages(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Whether only a part of a page is asked for, which a script puts in its place. */
  static boolean isPart(HttpServletRequest request) {
    return "true".equals(request.getHeader("HX-Request"));
  }

  Moments moments(HttpServletRequest request) {
    return Moments.of(clock.instant(), zone(request));
  }

  private static @Nullable String zone(HttpServletRequest request) {
    return Stream.ofNullable(request.getCookies())
        .flatMap(Arrays::stream)
        .filter(c -> c.getName().equals(ZONE))
        .map(c -> c.getValue().replace("%2F", "/"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Puts the frame around what the model holds. */
  Moments frame(Model model, HttpServletRequest request, Caller caller, String tab) {
    return framed(model, request, caller, tab).moments();
  }

  /** The same, for whoever also tells what the frame tells. */
  Frame framed(Model model, HttpServletRequest request, Caller caller, String tab) {
    var moments = moments(request);
    var waiting = ledger.waiting(caller.decides());
    var frame =
        new Frame(caller.name(), waiting.pending(), waiting.mine(), waiting.capped(), moments);
    model.addAttribute("frame", frame);
    model.addAttribute("tab", tab);
    return frame;
  }
}
