package dev.quaestor.starter.intake;

import java.util.List;

/**
 * Reads the body of {@code POST /investigations}: {@code
 * {"title","severity","entities":[…],"comment"}}.
 */
public final class ManualCaseReader {
  /**
   * @param body as it came
   * @param caseId what makes the same request twice one case: the Idempotency-Key, or a fresh id
   * @return one alert of source {@code MANUAL}, or a refusal
   */
  public Reading read(byte[] body, String caseId) {
    return new Reading.Refused(List.of(Problem.at("", "no format is known")));
  }
}
