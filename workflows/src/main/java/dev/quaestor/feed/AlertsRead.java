package dev.quaestor.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.wire.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a source answered, or why it did not. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AlertsRead.Batch.class, name = "batch"),
  @JsonSubTypes.Type(value = AlertsRead.NotRead.class, name = "notRead"),
})
public sealed interface AlertsRead {

  /**
   * What changed in a stretch of time.
   *
   * @param until up to when everything is here, which is not after what was asked for; null for all
   *     that there is
   * @param next when not all of the stretch is here: how many to skip to read on; 0 when all is
   */
  record Batch(
      List<SourceAlert> alerts,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant until,
      int next)
      implements AlertsRead {
    public Batch {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * It could not be read; reading again later may do.
   *
   * @param sentence for whoever looks after it; never a credential, never a body
   * @param rest how long the source wants to be left alone; null when it did not say
   */
  record NotRead(
      FailureType why,
      String sentence,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration rest)
      implements AlertsRead {}
}
