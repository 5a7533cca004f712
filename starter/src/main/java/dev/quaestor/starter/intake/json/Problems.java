package dev.quaestor.starter.intake.json;

import java.util.ArrayList;
import java.util.List;

/** What has been found wrong so far; the first {@link Reading.Refused#MOST_PROBLEMS} are kept. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(String path, String message) {
    add(Problem.at(path, message));
  }

  public void add(Problem problem) {
    if (found.size() < Reading.Refused.MOST_PROBLEMS) {
      found.add(problem);
    }
  }

  public int count() {
    return found.size();
  }

  public boolean none() {
    return found.isEmpty();
  }

  public List<Problem> all() {
    return List.copyOf(found);
  }

  /** Why nothing is done, which somebody must be told even where no field is wrong by itself. */
  public List<Problem> refusal() {
    return found.isEmpty() ? List.of(Problem.at("", "names no known action")) : all();
  }
}
