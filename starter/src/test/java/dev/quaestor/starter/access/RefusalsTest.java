package dev.quaestor.starter.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.AccessRefusal;
import dev.quaestor.starter.ledger.RefusalStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final RefusalStore store = RunningStarter.get().bean(RefusalStore.class);
  private final String address = UUID.randomUUID().toString();

  private long rows() {
    return store.list(null, 5_000).items().stream()
        .filter(r -> r.address().equals(address))
        .count();
  }

  @Test
  void whatIsAlikeIsCountedAndAFloodIsOneRowAMinute() {
    var now = Instant.parse("2026-11-29T10:00:00Z");
    try (var refusals = new Refusals(store, new SimpleMeterRegistry(), () -> now)) {
      for (int i = 0; i < 100; i++) {
        refusals.add("", "nobody", address, "GET /same", "bad-token", "unknown");
      }
      refusals.write();
      assertThat(rows()).isEqualTo(1);
      assertThat(
              store.list(null, 5_000).items().stream()
                  .filter(r -> r.address().equals(address))
                  .mapToLong(AccessRefusal::times)
                  .sum())
          .isEqualTo(100);

      for (int i = 0; i < 3_000; i++) {
        refusals.add("", "nobody", address, "GET /" + i, "bad-token", "unknown");
      }
      refusals.write();
      assertThat(rows()).isLessThanOrEqualTo(500);
      assertThat(store.list(null, 5_000).items())
          .anySatisfy(
              r -> {
                assertThat(r.kind()).isEqualTo("many");
                assertThat(r.times()).isGreaterThanOrEqualTo(2_500);
              });

      refusals.add("user:usr-1", "mallory", address, "GET /tokens", "no-role", "They may not");
      refusals.write();
      assertThat(store.list(null, 5_000).items())
          .anySatisfy(r -> assertThat(r.who()).isEqualTo("mallory"));
    }
  }
}
