package dev.quaestor.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void itGoesAsFarAsACaseGoesBeforeAnythingIsDone() {
    var state = WarmUp.walked();

    assertThat(state.actions().all()).isNotEmpty();
    assertThat(state.outbox().unsent()).isNotEmpty();
    assertThat(state.next()).isInstanceOfAny(Step.Act.class, Step.Wait.class);
  }

  @Test
  void itCanBeDoneAnyNumberOfTimes() {
    WarmUp.run();
    WarmUp.run();
  }
}
