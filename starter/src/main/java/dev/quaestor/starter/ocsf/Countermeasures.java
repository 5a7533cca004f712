package dev.quaestor.starter.ocsf;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.D3fend;
import java.util.List;

/** The {@code countermeasures} of an event: the D3FEND techniques of an action, with tactics. */
final class Countermeasures {
  private static final String ONTOLOGY = "https://d3fend.mitre.org/";

  private Countermeasures() {}

  /** One for each technique that the action is. */
  static List<Attributes> of(ActionType type) {
    return type.d3fend().stream().map(Countermeasures::countermeasure).toList();
  }

  /** Of an undo whose inverse left no trace: what it is for is known, how it was done is not. */
  static List<Attributes> restoring() {
    return List.of(new Attributes().put("d3f_tactic", tactic(D3fend.Tactic.RESTORE)));
  }

  private static Attributes countermeasure(D3fend technique) {
    return new Attributes()
        .put("d3f_tactic", tactic(technique.tactic()))
        .put(
            "d3f_technique",
            new Attributes()
                .put("uid", technique.id())
                .put("name", technique.label())
                .put(
                    "src_url",
                    ONTOLOGY + "technique/d3f:" + technique.label().replace(" ", "") + "/"));
  }

  private static Attributes tactic(D3fend.Tactic tactic) {
    return new Attributes()
        .put("name", tactic.label())
        .put("uid", "d3f:" + tactic.label())
        .put("src_url", ONTOLOGY + "tactic/d3f:" + tactic.label() + "/");
  }
}
