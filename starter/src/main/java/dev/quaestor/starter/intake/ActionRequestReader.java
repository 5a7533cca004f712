package dev.quaestor.starter.intake;

import java.util.List;

/**
 * Reads the body of {@code POST /actions}: {@code {"type","target":{entity},"parameters":{},
 * "comment"}}.
 */
public final class ActionRequestReader {
  public ActionReading read(byte[] body) {
    return new ActionReading.Refused(List.of(Problem.at("", "no format is known")));
  }
}
