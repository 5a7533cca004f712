package dev.quaestor.starter.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.access.SignIns.Outcome;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.PersonStore;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuessingTest {
  private final RunningStarter starter = RunningStarter.get();
  private Instant now = Instant.now();
  private final SignIns signIns =
      new SignIns(
          starter.bean(PersonStore.class),
          starter.bean(SessionStore.class),
          new Passwords(),
          () -> now);
  private final Person ann = starter.person(Scope.ALL, "viewer");
  private int addresses;

  private Outcome wrong(String name, String address) {
    return signIns.signIn(name, "wrong", address, Optional.empty());
  }

  private String newAddress() {
    return "198.51.100." + addresses++;
  }

  @Test
  void fiveWrongPasswordsCostNothingAndThenThePausesGrow() {
    for (int i = 0; i < 5; i++) {
      assertThat(wrong(ann.name(), newAddress())).isEqualTo(new Outcome.Wrong());
    }
    assertThat(wrong(ann.name(), newAddress())).isInstanceOf(Outcome.Wait.class);
    assertThat(signIns.signIn(ann.name(), RunningStarter.PASSWORD, newAddress(), Optional.empty()))
        .isInstanceOf(Outcome.Wait.class);

    now = now.plusSeconds(31);
    assertThat(wrong(ann.name(), newAddress())).isEqualTo(new Outcome.Wrong());
    now = now.plusSeconds(31);
    assertThat(wrong(ann.name(), newAddress())).isInstanceOf(Outcome.Wait.class);
    assertThat(Pauses.after(50, 5)).isEqualTo(Duration.ofMinutes(15));

    now = now.plus(Duration.ofMinutes(15));
    assertThat(signIns.signIn(ann.name(), RunningStarter.PASSWORD, newAddress(), Optional.empty()))
        .isInstanceOf(Outcome.Welcome.class);
    assertThat(wrong(ann.name(), newAddress())).isEqualTo(new Outcome.Wrong());
  }

  @Test
  void nobodyIsShutOutByAnothersGuessesWhereTheyHaveSignedInBefore() {
    starter.browserOf(ann);
    for (int i = 0; i < 20; i++) {
      wrong(ann.name(), newAddress());
    }
    assertThat(signIns.signIn(ann.name(), RunningStarter.PASSWORD, newAddress(), Optional.empty()))
        .isInstanceOf(Outcome.Wait.class);
    assertThat(signIns.signIn(ann.name(), RunningStarter.PASSWORD, "127.0.0.1", Optional.empty()))
        .isInstanceOf(Outcome.Welcome.class);
  }

  @Test
  void nobodyIsShutOutOfTheirOwnBrowserByGuessesFromTheSameAddress() {
    var own = Optional.of(new KnownBrowsers.Known(ann.personId(), "b-" + UUID.randomUUID()));
    for (int i = 0; i < 40; i++) {
      wrong(i % 2 == 0 ? ann.name() : "Name " + i, "203.0.113.77");
    }
    assertThat(
            signIns.signIn(ann.name(), RunningStarter.PASSWORD, "203.0.113.77", Optional.empty()))
        .isInstanceOf(Outcome.Wait.class);
    assertThat(signIns.signIn(ann.name(), RunningStarter.PASSWORD, "203.0.113.77", own))
        .isInstanceOf(Outcome.Welcome.class);

    for (int i = 0; i < 5; i++) {
      assertThat(signIns.signIn(ann.name(), "wrong", newAddress(), own))
          .isEqualTo(new Outcome.Wrong());
    }
    assertThat(signIns.signIn(ann.name(), RunningStarter.PASSWORD, newAddress(), own))
        .isInstanceOf(Outcome.Wait.class);
  }

  @Test
  void theBrowserOfOneIsNothingToAnother() {
    var ben = starter.person(Scope.ALL, "viewer");
    var bens = Optional.of(new KnownBrowsers.Known(ben.personId(), "b-" + UUID.randomUUID()));
    for (int i = 0; i < 5; i++) {
      assertThat(signIns.signIn(ann.name(), "wrong", newAddress(), bens))
          .isEqualTo(new Outcome.Wrong());
    }
    assertThat(signIns.signIn(ann.name(), RunningStarter.PASSWORD, newAddress(), bens))
        .isInstanceOf(Outcome.Wait.class);
  }

  @Test
  void manyGuessesAtOneMomentAreNoMoreThanOneAfterAnother() throws Exception {
    var checked = new AtomicInteger();
    var ready = new CountDownLatch(40);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        threads.submit(
            () -> {
              ready.countDown();
              ready.await();
              if (wrong(ann.name(), "203.0.113.78") instanceof Outcome.Wrong) {
                checked.incrementAndGet();
              }
              return null;
            });
      }
    }
    assertThat(checked.get()).isLessThan(15);
  }

  @Test
  void anUnknownNameWaitsAsAKnownOneDoes() {
    var nobody = "Nobody " + UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      assertThat(wrong(nobody, newAddress())).isEqualTo(new Outcome.Wrong());
    }
    assertThat(wrong(nobody, newAddress())).isInstanceOf(Outcome.Wait.class);
  }

  @Test
  void whoTriesManyNamesWaitsForAllOfThem() {
    for (int i = 0; i < 30; i++) {
      wrong("Name " + UUID.randomUUID(), "203.0.113.9");
    }
    assertThat(wrong("Name " + UUID.randomUUID(), "203.0.113.9")).isInstanceOf(Outcome.Wait.class);
    assertThat(wrong("Name " + UUID.randomUUID(), newAddress())).isEqualTo(new Outcome.Wrong());
    assertThat(SignIns.network("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(SignIns.network("2001:db8:1:2:ffff::1"));
  }

  @Test
  void anUnknownNameTakesAsLongAsAKnownOne() {
    var passwords = new Passwords();
    var hash = passwords.hash("a password of somebody");
    passwords.matches("warm", hash);
    passwords.matches("warm", null);

    var known = nanos(() -> passwords.matches("wrong", hash));
    var unknown = nanos(() -> passwords.matches("wrong", null));

    assertThat((double) unknown / known).isBetween(0.2, 5.0);
  }

  private static long nanos(Runnable work) {
    var best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      var started = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - started);
    }
    return best;
  }

  @Test
  void thePageSaysHowLongToWait() {
    var browser = new Browser(starter);
    var name = "Nobody " + UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      assertThat(browser.signIn(name, "wrong").status()).isEqualTo(403);
    }
    var answer = browser.signIn(name, "wrong");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.http().headers().firstValueAsLong("Retry-After").orElseThrow())
        .isBetween(1L, 31L);
  }
}
