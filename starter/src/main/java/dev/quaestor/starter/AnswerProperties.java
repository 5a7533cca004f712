package dev.quaestor.starter;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this process alone has to do with Temporal: people wait for its answers.
 *
 * @param answerTimeout how long a call waits for a workflow to answer; a burst of alerts queues
 *     behind the cases that run, and waiting beats sending it again
 */
@ConfigurationProperties("quaestor.temporal")
public record AnswerProperties(@DefaultValue("30s") Duration answerTimeout) {
  public AnswerProperties {
    if (answerTimeout.isNegative() || answerTimeout.isZero()) {
      throw new IllegalArgumentException(
          "quaestor.temporal.answer-timeout must be a positive duration");
    }
  }
}
