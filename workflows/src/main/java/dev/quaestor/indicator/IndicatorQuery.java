package dev.quaestor.indicator;

import dev.quaestor.entity.Entity;
import java.util.List;

/** Which of these does the organisation's own list speak of? */
public record IndicatorQuery(String investigationId, List<Entity> entities) {
  public IndicatorQuery {
    entities = List.copyOf(entities);
  }
}
