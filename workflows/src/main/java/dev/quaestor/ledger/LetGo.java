package dev.quaestor.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.action.Holder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger decided when an action was to let go of what it wanted. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LetGo.TakeBack.class, name = "takeBack"),
  @JsonSubTypes.Type(value = LetGo.HeldByOthers.class, name = "heldByOthers"),
  @JsonSubTypes.Type(value = LetGo.LeftAsItIs.class, name = "leftAsItIs"),
  @JsonSubTypes.Type(value = LetGo.Nothing.class, name = "nothing"),
})
public sealed interface LetGo {

  /**
   * Nobody else wants it: whoever asked takes it back now.
   *
   * @param leaving who wants what of it is not taken back, as messages of a cluster; empty when all
   *     of it is
   */
  record TakeBack(
      UndoBrief.Undoable how, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Holder> leaving)
      implements LetGo {
    public TakeBack {
      // What is empty is not written.
      leaving = leaving == null ? List.of() : List.copyOf(leaving);
    }

    public TakeBack(UndoBrief.Undoable how) {
      this(how, List.of());
    }
  }

  /**
   * It has let go, and what it wanted is left as it is for those who want it so.
   *
   * @param investigationId the case of the action that let go
   */
  record HeldByOthers(@Nullable String investigationId, List<Holder> holders) implements LetGo {
    public HeldByOthers {
      holders = List.copyOf(holders);
    }
  }

  /**
   * It has let go of what is to stay: nothing is to be taken back.
   *
   * @param because why what it brought about stays; null where it had only found it so
   */
  record LeftAsItIs(UndoBrief.Ending end, @Nullable String because) implements LetGo {
    public LeftAsItIs(UndoBrief.Ending end) {
      this(end, null);
    }
  }

  /** There is nothing to take back, or somebody does already, because. */
  record Nothing(String because) implements LetGo {}
}
