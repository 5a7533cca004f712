package dev.quaestor.starter.intake;

import java.util.ArrayList;
import java.util.List;

/** What has been found wrong so far; the first {@link Reading.Refused#MOST_PROBLEMS} are kept. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(String path, String message) {
    add(Problem.at(path, message));
  }

  void add(Problem problem) {
    if (found.size() < Reading.Refused.MOST_PROBLEMS) {
      found.add(problem);
    }
  }

  int count() {
    return found.size();
  }

  boolean none() {
    return found.isEmpty();
  }

  List<Problem> all() {
    return List.copyOf(found);
  }
}
