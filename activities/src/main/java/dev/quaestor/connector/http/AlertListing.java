package dev.quaestor.connector.http;

import dev.quaestor.connector.capability.AlertSourceReader.Answer;
import dev.quaestor.connector.capability.AlertSourceReader.Told;
import dev.quaestor.connector.capability.AlertSourceReader.Wanted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How both of the vendor's interfaces are asked for alerts: by when they changed, which is the one
 * thing that both filter by. Neither promises {@code $orderby}.
 *
 * @param changed the property that says when an alert changed
 */
public record AlertListing(String changed) {

  /** The filter of a stretch of time, without what narrows it further. */
  public String filter(Wanted wanted, List<String> narrower) {
    var parts = new ArrayList<String>();
    parts.add(changed + " ge " + time(wanted.from()));
    if (wanted.until() != null) {
      parts.add(changed + " lt " + time(wanted.until()));
    }
    parts.addAll(narrower);
    return String.join(" and ", parts);
  }

  /** Several values of one property; the values are words of ours or were held to be such. */
  public static List<String> oneOf(String property, List<String> values) {
    return values.isEmpty()
        ? List.of()
        : List.of(
            values.stream()
                .map(value -> property + " eq " + Request.literal(value))
                .collect(Collectors.joining(" or ", "(", ")")));
  }

  /** One more than wanted is asked for: whether it is there says whether there are more. */
  public Answer read(BackEndClient api, Request request, int skip, int most) {
    var paged = request.query("$top", String.valueOf(most + 1));
    var found = api.collect(skip == 0 ? paged : paged.query("$skip", "" + skip), most + 1);
    return new Answer(
        found.stream()
            .limit(most)
            .map(
                json ->
                    new Told(
                        Objects.requireNonNullElse(BackEndJson.text(json, "id"), ""),
                        BackEndJson.time(json, changed),
                        json))
            .toList(),
        found.size() <= most);
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).toString();
  }
}
