package dev.quaestor.execution;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.Connectors.Offer;
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

  /** Empty where nobody could block it, and where every block stays and is of that page alone. */
  static Optional<Withheld> told(Entity entity, Connectors connectors) {
    if (!(entity instanceof Url url)) {
      return Optional.empty();
    }
    var able =
        connectors.towards(ActionType.BLOCK_URL).offers(UrlBlocking.class).stream()
            .filter(offer -> offer.capability().knows(url))
            .filter(offer -> offer.capability().obstacle(url).isEmpty())
            .toList();
    return Optional.of(
            able.stream()
                .map(offer -> of(url, offer, able.size() > 1))
                .filter(said -> !said.isEmpty())
                .collect(Collectors.joining(". ")))
        .filter(said -> !said.isEmpty())
        .map(said -> Withheld.unlessTold(ActionType.BLOCK_URL, said));
  }

  private static String of(Url url, Offer<UrlBlocking> offer, boolean isOneOfSeveral) {
    var block = isOneOfSeveral ? "The block by " + offer.connector() : "The block";
    return Stream.concat(
            offer.capability().wholeHost(url).map(host -> block + whole(host)).stream(),
            offer.capability().lapsesAfter().map(after -> block + lapses(after)).stream())
        .collect(Collectors.joining(". "));
  }

  private static String whole(String host) {
    return " is of all pages of " + host + ", which cannot be told apart there";
  }

  private static String lapses(Duration after) {
    return " lapses automatically after " + length(after);
  }

  private static String length(Duration after) {
    var days = after.toDays();
    if (days > 0) {
      return Counted.of(days, "day", "days");
    }
    return Counted.of(Math.max(1, after.toHours()), "hour", "hours");
  }
}
