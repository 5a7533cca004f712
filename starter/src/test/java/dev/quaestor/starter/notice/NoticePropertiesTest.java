package dev.quaestor.starter.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.secret.Secret;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class NoticePropertiesTest {
  private static NoticeProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("quaestor", NoticeProperties.class);
  }

  @Test
  void nobodyIsToldUntilSomebodyIsNamed() {
    assertThat(bound(Map.of()).notices()).isEmpty();
  }

  @Test
  void aReceiverIsToldOfEverythingUnlessItSaysOtherwise() {
    var bound =
        bound(
            Map.of(
                "quaestor.notices[0].name", "soc",
                "quaestor.notices[0].kind", "mail",
                "quaestor.notices[0].to", "a@soc.example, b@soc.example",
                "quaestor.notices[1].name", "leads",
                "quaestor.notices[1].kind", "slack",
                "quaestor.notices[1].on", "escalation,attention",
                "quaestor.mail.host", "mail.example",
                "quaestor.mail.password", "s3cret"));

    var soc = bound.notices().getFirst();
    assertThat(soc.on()).containsExactlyInAnyOrder(Occasion.values());
    assertThat(soc.to()).containsExactly(Secret.of("a@soc.example"), Secret.of("b@soc.example"));
    assertThat(soc.gather()).isEqualTo(Duration.ofMinutes(1));
    assertThat(soc.areas()).isNull();
    assertThat(bound.notices().get(1).on())
        .containsExactlyInAnyOrder(Occasion.ESCALATION, Occasion.ATTENTION);
    assertThat(bound.mail().tls()).isEqualTo(NoticeProperties.Tls.STARTTLS);
    assertThat(bound.toString()).doesNotContain("s3cret", "soc.example");
  }
}
