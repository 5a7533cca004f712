package dev.quaestor.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TemporalConnectionTest {
  private static TemporalConnection connection(boolean tls) {
    return new TemporalConnection("temporal.example:7233", "soc", tls, null, null);
  }

  @Test
  void whatIsNotSetIsAServerOnThisMachineWithoutTls() {
    assertThat(new TemporalConnection(null, null, false, null, null))
        .isEqualTo(
            new TemporalConnection(
                "127.0.0.1:7233", "default", false, null, Duration.ofSeconds(60)));
  }

  @Test
  void tlsIsSpokenWhereItIsSetAndWhereThereIsAnApiKey() {
    assertThat(connection(false).stubs(null).build().getEnableHttps()).isFalse();
    assertThat(connection(true).stubs(null).build().getEnableHttps()).isTrue();

    var withKey = connection(false).stubs("key").build();

    assertThat(withKey.getEnableHttps()).isTrue();
    assertThat(withKey.getGrpcMetadataProviders()).hasSize(1);
    assertThat(withKey.getTarget()).isEqualTo("temporal.example:7233");
  }

  @Test
  void clientsSpeakTheNamespaceThatIsSet() {
    assertThat(connection(false).client(QuaestorJson.dataConverter()).build().getNamespace())
        .isEqualTo("soc");
  }

  @Test
  void aWaitOfNothingIsRefusedByItsKey() {
    assertThatThrownBy(() -> new TemporalConnection(null, null, false, null, Duration.ZERO))
        .hasMessageContaining("quaestor.temporal.connect-timeout");
  }
}
