package dev.quaestor.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.wire.FailureType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of saying something in an alert at its source. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AlertTold.Said.class, name = "said"),
  @JsonSubTypes.Type(value = AlertTold.NotSaid.class, name = "notSaid"),
})
public sealed interface AlertTold {

  /**
   * It stands there now, as far as nobody there has said otherwise.
   *
   * @param written what was written just now, in plain words; empty when all stood there already
   * @param left what was left as somebody there has it
   */
  record Said(List<String> written, List<String> left) implements AlertTold {
    public Said {
      written = List.copyOf(written);
      left = List.copyOf(left);
    }
  }

  /**
   * It could not be said.
   *
   * @param rest how long the source wants to be left alone; null when it did not say
   */
  record NotSaid(
      FailureType why,
      String sentence,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration rest)
      implements AlertTold {}
}
