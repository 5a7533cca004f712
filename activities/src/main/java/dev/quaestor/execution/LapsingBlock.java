package dev.quaestor.execution;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.text.Counted;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * That a block of a URL takes the whole host with it, and that it ends by itself, which whoever
 * decides on it should know.
 */
final class LapsingBlock {
  private LapsingBlock() {}

  /** Empty where nobody could block it, and where a block stays. */
  static Optional<Withheld> told(Entity entity, Connectors connectors) {
    return entity instanceof Url url
        ? connectors.offering(UrlBlocking.class).stream()
            .filter(port -> port.knows(url) && port.obstacle(url).isEmpty())
            .findFirst()
            .map(
                port ->
                    Stream.concat(
                            port.wholeHost(url).map(LapsingBlock::whole).stream(),
                            port.lapsesAfter().map(LapsingBlock::lapses).stream())
                        .collect(Collectors.joining(". ")))
            .filter(said -> !said.isEmpty())
            .map(said -> Withheld.unlessTold(ActionType.BLOCK_URL, said))
        : Optional.empty();
  }

  private static String whole(String host) {
    return "The block is of all pages of " + host + ", which cannot be told apart there";
  }

  private static String lapses(Duration after) {
    return "The block lapses automatically after " + length(after);
  }

  private static String length(Duration after) {
    var days = after.toDays();
    if (days > 0) {
      return Counted.of(days, "day", "days");
    }
    return Counted.of(Math.max(1, after.toHours()), "hour", "hours");
  }
}
