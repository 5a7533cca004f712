package dev.quaestor.connector.blocklist;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.quaestor.action.Left;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.blocklist.Enforcer.Judgement;
import dev.quaestor.connector.blocklist.Enforcer.Look;
import dev.quaestor.connector.blocklist.Listing.Block;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.WebAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Blocks by a line of the list, and believes only what is refused. */
final class ListBlocking implements UrlBlocking {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ListFile file;
  private final Enforcer enforcer;
  private final Duration patience;
  private final Duration blockFor;
  private final Clock clock;

  ListBlocking(ListSettings settings, ListFile file, Enforcer enforcer, Clock clock) {
    this.file = file;
    this.enforcer = enforcer;
    this.patience = settings.patience();
    this.blockFor = settings.blockFor();
    this.clock = clock;
  }

  private static Optional<WebAddress> web(Url url) {
    var address = WebAddress.of(escaped(url.canonical()));
    return switch (address.form()) {
      case BARE -> Optional.of(address);
      case NONE -> Optional.empty();
      case AUTHORITY ->
          switch (address.scheme()) {
            case "http", "https", "" -> Optional.of(address);
            default -> Optional.empty();
          };
    };
  }

  /** Blanks and controls escaped: at an end they would be dropped, and name another page. */
  private static String escaped(String canonical) {
    var plain = new StringBuilder();
    canonical
        .chars()
        .forEach(
            c -> {
              if (c <= ' ' || c == 0x7f) {
                plain.append("%%%02X".formatted(c));
              } else {
                plain.append((char) c);
              }
            });
    return plain.toString();
  }

  @Override
  public boolean knows(Url url) {
    return web(url).isPresent();
  }

  @Override
  public Optional<String> obstacle(Url url) {
    return web(url)
        .map(enforcer::judge)
        .flatMap(
            judged ->
                switch (judged) {
                  case Judgement.Blockable can -> Optional.empty();
                  case Judgement.Obstacle cannot -> Optional.of(cannot.sentence());
                });
  }

  @Override
  public Optional<String> wholeHost(Url url) {
    return web(url)
        .map(enforcer::judge)
        .flatMap(
            judged ->
                switch (judged) {
                  case Judgement.Blockable can -> Optional.of(can.subject().host());
                  case Judgement.Obstacle cannot -> Optional.empty();
                })
        .filter(host -> !host.isEmpty());
  }

  private Subject require(Url url) {
    var judged =
        web(url)
            .map(enforcer::judge)
            .orElseGet(() -> new Judgement.Obstacle("It is not a web address"));
    return switch (judged) {
      case Judgement.Blockable can -> can.subject();
      case Judgement.Obstacle cannot ->
          throw new ConnectorException(Kind.REJECTED, cannot.sentence());
    };
  }

  private Listing listing(String text) {
    return Listing.of(text, enforcer.remark());
  }

  @Override
  public Optional<Entry> entry(Url url) {
    var subject = require(url);
    var listing = listing(file.text());
    var own = listing.of(subject.rule());
    var look = enforcer.look(subject, own.isPresent());
    if (own.isPresent()) {
      return own.filter(one -> !one.isLapsed(clock.instant()))
          .map(one -> new Entry(one.text(), look == Look.REFUSED, true, one.until()));
    }
    return look == Look.REFUSED && !file.isPending()
        ? Optional.of(new Entry("", true, null))
        : Optional.empty();
  }

  @Override
  public Optional<Duration> lapsesAfter() {
    return blockFor.isZero() ? Optional.empty() : Optional.of(blockFor);
  }

  @Override
  public Optional<String> changedSince(Url url, Left left) {
    var subject = require(url);
    var own = listing(file.text()).of(subject.rule());
    if (enforcer.look(subject, false) != Look.REFUSED) {
      return Optional.empty();
    }
    return own.isEmpty()
        ? Optional.of("a rule that is not Quaestor's refuses it by now")
        : own.filter(one -> !left.actionIds().contains(one.actionId()))
            .map(one -> "the block is of action " + one.actionId() + " by now");
  }

  @Override
  public Progress block(Url url, Mandate mandate) {
    var subject = require(url);
    if (!Listing.isAction(mandate.actionId())) {
      throw new ConnectorException(Kind.REJECTED, "the action's id cannot stand in a list");
    }
    enforcer.reach();
    return file.alone(() -> blocked(subject, mandate));
  }

  private Progress blocked(Subject subject, Mandate mandate) {
    var now = clock.instant();
    var text = file.text();
    var listing = listing(text);
    var own = listing.of(subject.rule());
    var look = enforcer.look(subject, own.isPresent());
    if (own.isPresent() && !own.get().isLapsed(now)) {
      if (own.get().actionId().equals(mandate.actionId())) {
        return again(subject, own.get(), look);
      }
      if (look == Look.REFUSED && !file.isPending()) {
        return new Progress.Already("the list blocks it already" + end(own.get().until()));
      }
    }
    if (own.isEmpty() && look == Look.REFUSED && !file.isPending()) {
      return new Progress.Already(
          "it is refused already, by a rule that is not Quaestor's, so nothing was added");
    }
    var until = lapsesAfter().map(now::plus).map(time -> time.truncatedTo(SECONDS)).orElse(null);
    var block = Listing.written(subject.rule(), enforcer.remark(), mandate.actionId(), until);
    var failed = file.replaced(text, listing.withoutLapsed(now).with(block).text());
    return failed.isPresent()
        ? notRead(failed.get())
        : proven(subject, block, listing.edited().orElse(null));
  }

  /** The same action, whose answer was lost or which died. */
  private Progress again(Subject subject, Block own, Look look) {
    if (look != Look.REFUSED || file.isPending()) {
      var failed = file.read();
      if (failed.isPresent()) {
        return notRead(failed.get() + "; the list still has the block");
      }
    }
    return proven(subject, own, null);
  }

  private static Progress notRead(String failed) {
    return new Progress.Failed("RELOAD_FAILED", failed + ", so the list is as it was before");
  }

  private Progress proven(Subject subject, Block block, @Nullable String edited) {
    var look = ConnectorException.sinceActing(() -> settled(subject, Look.REFUSED));
    var also =
        edited == null ? "" : "; %s of the list was edited by hand and stays".formatted(edited);
    return look == Look.REFUSED
        ? new Progress.Done(
            "a request for it was refused%s%s%s"
                .formatted(
                    subject.host().isEmpty() ? "" : ", as for all of " + subject.host(),
                    end(block.until()),
                    also))
        : new Progress.Unseen(
            "the list blocks it, but a request for it is still let through: another rule goes first"
                + " or the list is not the one that is read"
                + also);
  }

  private static String end(@Nullable Instant until) {
    return until == null
        ? ", until the block is removed"
        : ", until " + until + ", when the block lapses";
  }

  /** A list takes a moment to be read, in which nobody may answer. */
  private Look settled(Subject subject, Look wanted) {
    var end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        var look = enforcer.look(subject, wanted == Look.REFUSED);
        if (look == wanted || System.nanoTime() > end) {
          return look;
        }
      } catch (ConnectorException away) {
        if (!away.isPassing() || System.nanoTime() > end) {
          throw away;
        }
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new ConnectorException(Kind.DOWN, "interrupted while waiting for the list's effect");
      }
    }
  }

  @Override
  public Progress unblock(Url url, @Nullable String before, Mandate mandate) {
    var subject = require(url);
    enforcer.reach();
    return file.alone(() -> unblocked(subject, before));
  }

  private Progress unblocked(Subject subject, @Nullable String before) {
    var now = clock.instant();
    var text = file.text();
    var listing = listing(text);
    var own = listing.of(subject.rule());
    var former =
        Optional.ofNullable(before)
            .flatMap(image -> Listing.block(image, enforcer.remark()))
            .filter(one -> one.rule().equals(subject.rule()) && !one.isLapsed(now));
    if (own.isEmpty()) {
      return notOurs(subject);
    }
    if (own.equals(former)) {
      return new Progress.Already("the former block is in place");
    }
    var rest = listing.withoutLapsed(now).without(subject.rule());
    var failed = file.replaced(text, former.map(rest::with).orElse(rest).text());
    if (failed.isPresent()) {
      return notRead(failed.get());
    }
    if (former.isPresent()) {
      return new Progress.Done("the former block is in place again");
    }
    var look = ConnectorException.sinceActing(() -> settled(subject, Look.LET_THROUGH));
    return new Progress.Done(
        look == Look.REFUSED
            ? "the block is gone, but a rule that is not Quaestor's still refuses it"
            : "the block is gone, and a request for it is let through");
  }

  private Progress notOurs(Subject subject) {
    if (file.isPending()) {
      var failed = file.read();
      if (failed.isPresent()) {
        return new Progress.Failed(
            "RELOAD_FAILED", failed.get() + "; the list has no such block, but may not be read");
      }
    }
    var look = settled(subject, Look.LET_THROUGH);
    return look == Look.REFUSED
        ? new Progress.Failed(
            "CHANGED_SINCE",
            "the list has no block of Quaestor's for it, and another rule refuses it, which was left"
                + " in place")
        : new Progress.Already("the list does not block it");
  }

  /**
   * Takes out what has lapsed, and has read what was not.
   *
   * @return what somebody should look at; empty for nothing
   */
  String lapse() {
    var seen = listing(file.text());
    if (seen.anyLapsed(clock.instant()) || file.isPending()) {
      return file.alone(this::lapsed);
    }
    return edited(seen);
  }

  private String lapsed() {
    var now = clock.instant();
    var text = file.text();
    var listing = listing(text);
    var failed =
        listing.anyLapsed(now)
            ? file.replaced(text, listing.withoutLapsed(now).text())
            : file.isPending() ? file.read() : Optional.<String>empty();
    return failed
        .map(said -> said + "; what has lapsed may still be refused")
        .orElseGet(() -> edited(listing));
  }

  private static String edited(Listing listing) {
    return listing
        .edited()
        .map(lines -> lines + " of the list was a block of Quaestor's, was edited, and stays")
        .orElse("");
  }
}
