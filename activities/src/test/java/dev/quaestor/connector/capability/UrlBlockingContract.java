package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.capability.UrlBlocking.Entry;
import dev.quaestor.entity.Url;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link UrlBlocking} must keep. */
public abstract class UrlBlockingContract extends PortContract<UrlBlocking> {
  protected UrlBlockingContract() {
    super(UrlBlocking.class);
  }

  /** A page of a site; nobody has said anything of either. */
  protected abstract Url page();

  /** Another page of the same site. */
  protected abstract Url neighbour();

  /** Whether a click on it is refused, by the back end's own word. */
  protected abstract boolean isBlocked(Url url);

  /** Somebody allows it by an entry of their own. */
  protected abstract void somebodyAllows(Url url);

  /** Somebody blocks it by an entry of their own. */
  protected abstract void somebodyBlocks(Url url);

  private boolean isRead(Url url) {
    return port().entry(url).filter(Entry::blocks).isPresent();
  }

  @Test
  void whatIsReadIsWhatIsSoBeforeAfterAndOnceItIsUnblocked() {
    assertThat(port().knows(page())).isTrue();
    assertThat(port().entry(page())).isEmpty();
    assertThat(isBlocked(page())).isFalse();

    done(port().block(page(), mandate()));
    assertThat(isRead(page())).isTrue();
    assertThat(isBlocked(page())).isTrue();
    assertThat(isRead(neighbour())).isFalse();
    assertThat(isBlocked(neighbour())).isFalse();

    done(port().unblock(page(), null, mandate()));
    assertThat(port().entry(page())).isEmpty();
    assertThat(isBlocked(page())).isFalse();
  }

  @Test
  void aBlockLapsesWhenItIsSaidTo() {
    var before = Instant.now();
    done(port().block(page(), mandate()));
    var until = port().entry(page()).orElseThrow().until();

    if (port().lapsesAfter().isEmpty()) {
      assertThat(until).isNull();
    } else {
      var after = port().lapsesAfter().orElseThrow();
      assertThat(until)
          .isBetween(before.plus(after).minusSeconds(1), Instant.now().plus(after).plusSeconds(1));
    }
  }

  @Test
  void theSameMandateTwiceActsOnce() {
    var act = mandate();
    var undo = mandate();

    done(port().block(page(), act));
    nothingIsDone(() -> port().block(page(), act));
    assertThat(isBlocked(page())).isTrue();
    done(port().unblock(page(), null, undo));
    nothingIsDone(() -> port().unblock(page(), null, undo));
    assertThat(isBlocked(page())).isFalse();
  }

  @Override
  Class<? extends Progress> repeated() {
    return Progress.Already.class;
  }

  @Test
  void whatWasDoneThoughItsAnswerWasLostIsFoundByTheSameMandate() {
    var act = mandate();
    var undo = mandate();

    isDoneOnceThoughItsAnswerIsLost(() -> port().block(page(), act));
    assertThat(isBlocked(page())).isTrue();
    assertThat(port().changedSince(page(), left(act))).isEmpty();
    isDoneOnceThoughItsAnswerIsLost(() -> port().unblock(page(), null, undo));
    assertThat(isBlocked(page())).isFalse();
  }

  @Test
  void whatNobodyBlocksIsUnblockedAlready() {
    already(() -> port().unblock(page(), null, mandate()));
  }

  @Test
  void whatIsBlockedIsNotBlockedAgain() {
    somebodyBlocks(page());

    already(() -> port().block(page(), mandate()));
  }

  @Test
  void anEntryThatAllowedItIsReplacedAndPutBack() {
    somebodyAllows(page());
    var before = port().entry(page()).orElseThrow();
    assertThat(before.blocks()).isFalse();

    done(port().block(page(), mandate()));
    assertThat(isBlocked(page())).isTrue();

    var undo = mandate();
    done(port().unblock(page(), before.image(), undo));
    assertThat(port().entry(page())).contains(before);
    assertThat(isBlocked(page())).isFalse();
    already(() -> port().unblock(page(), before.image(), undo));
  }

  @Test
  void somebodyElsesBlockIsToldApartAndNotTakenAway() {
    var ours = mandate();
    done(port().block(page(), ours));
    assertThat(port().changedSince(page(), left(ours))).isEmpty();
    assertThat(port().changedSince(page(), left(mandate()))).isPresent();

    done(port().unblock(page(), null, mandate()));
    assertThat(port().changedSince(page(), left(ours))).as("it no longer stands").isEmpty();

    somebodyBlocks(page());
    assertThat(port().changedSince(page(), left(ours))).isPresent();
    isRefused(() -> port().unblock(page(), null, mandate()));
    assertThat(isBlocked(page())).isTrue();
  }

  @Test
  void whatIsNoAddressOfTheWebIsNotKnown() {
    for (var url :
        List.of("mailto:a@b.example", "javascript:alert(1)", "data:text/html,x", "ftp://a/b")) {
      assertThat(port().knows(new Url(url))).as(url).isFalse();
    }
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    isAwayFor(
        () -> port().entry(page()),
        () -> port().block(page(), mandate()),
        () -> port().unblock(page(), null, mandate()),
        () -> port().changedSince(page(), left(mandate())));
    assertThat(isBlocked(page())).isFalse();
  }
}
