package dev.quaestor.starter.ocsf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells events of many cases, each as things stood in its case when it happened. It remembers the
 * cases told of last, within a bound, and reads one that it has forgotten again from the start. For
 * use from several threads, but for one case by one at a time.
 */
public final class Narrator {
  private static final int PAGE = 1_000;

  private final Chronicle chronicle;
  private final int mostWeight;
  private final Map<String, Told> remembered = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  /** A story and how far it is told. */
  private static final class Told {
    private final CaseStory story;
    private long to;
    private Optional<Report> last = Optional.empty();
    private int weight;

    Told(CaseStory story) {
      this.story = story;
    }

    void tell(Occurrence event) {
      last = story.tell(event);
      to = event.id();
    }
  }

  /**
   * @param mostWeight how much to remember, in {@link CaseStory#weight()}
   */
  public Narrator(Chronicle chronicle, int mostWeight) {
    this.chronicle = chronicle;
    this.mostWeight = mostWeight;
  }

  /**
   * What an event is in OCSF.
   *
   * @param toldSince all events of the same case after this id and before the event have been told
   *     here before
   * @return empty when it changes nothing that others need to know
   */
  public Optional<Report> tell(Occurrence event, long toldSince) {
    @Nullable String investigationId = event.investigationId();
    var lane = investigationId == null ? "stream:" + event.stream() : "case:" + investigationId;
    @Nullable Told told = recall(lane);
    if (told != null && told.to == event.id()) {
      return told.last;
    }
    if (told == null || told.to > event.id()) {
      told = new Told(story(investigationId));
    }
    if (told.to < toldSince || told.to == 0) {
      catchUp(told, event);
    }
    told.tell(event);
    remember(lane, told);
    return told.last;
  }

  private CaseStory story(@Nullable String investigationId) {
    return new CaseStory(
        investigationId == null ? null : chronicle.facts(investigationId).orElse(null),
        chronicle::action);
  }

  private void catchUp(Told told, Occurrence event) {
    @Nullable String investigationId = event.investigationId();
    Chronicle.Part part;
    long at = told.to;
    do {
      part =
          investigationId == null
              ? chronicle.ofStream(event.stream(), at, PAGE)
              : chronicle.ofCase(investigationId, at, PAGE);
      for (var before : part.events()) {
        if (before.id() >= event.id()) {
          return;
        }
        told.tell(before);
      }
      at = part.last();
    } while (part.more());
  }

  private synchronized @Nullable Told recall(String lane) {
    return remembered.get(lane);
  }

  private synchronized void remember(String lane, Told told) {
    var before = remembered.put(lane, told);
    weight -= before == null ? 0 : before.weight;
    told.weight = told.story.weight();
    weight += told.weight;
    var oldest = remembered.entrySet().iterator();
    while (weight > mostWeight && remembered.size() > 1) {
      weight -= oldest.next().getValue().weight;
      oldest.remove();
    }
  }
}
