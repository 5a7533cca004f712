package dev.quaestor.lab.odata;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.json.LabJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One listing endpoint: which properties may be filtered and ordered by, the page size, and whether
 * more pages are linked.
 *
 * @param properties filterable and sortable property paths
 * @param pageSize entities per page unless {@code $top} asks for fewer
 * @param linked whether {@code @odata.nextLink} leads on (Graph); Defender callers skip by
 *     themselves
 */
public record Listing(Set<String> properties, int pageSize, boolean linked) {

  public Listing {
    properties = Set.copyOf(properties);
  }

  /** The {@code value} collection for this call; throws {@link BadQueryException}. */
  public ObjectNode page(Call call, String context, List<? extends JsonNode> entities) {
    String filter = call.query("$filter");
    Predicate<JsonNode> wanted =
        filter.isBlank() ? entity -> true : Filter.parse(filter, properties);
    int skip = number(call, "$skip", 0);
    int top = Math.min(number(call, "$top", pageSize), Math.max(pageSize, 1000));
    Stream<JsonNode> matching = entities.stream().map(JsonNode.class::cast).filter(wanted);
    String order = call.query("$orderby");
    List<JsonNode> all = (order.isBlank() ? matching : matching.sorted(order(order))).toList();
    ObjectNode body = LabJson.object();
    body.put("@odata.context", context);
    if (call.query("$count").equals("true")) {
      body.put("@odata.count", all.size());
    }
    ArrayNode value = body.putArray("value");
    all.stream().skip(skip).limit(top).forEach(entity -> value.add(select(call, entity)));
    // Graph links on only when the page was cut by its size: $top is the size of a page, not of the
    // whole answer.
    if (linked && skip + top < all.size() && top > 0) {
      body.put("@odata.nextLink", nextLink(call, skip + top));
    }
    return body;
  }

  /** The value that a property has in every entity of this call's page; empty: any. */
  public Optional<String> demanded(Call call, String property) {
    String filter = call.query("$filter");
    return filter.isBlank() ? Optional.empty() : Filter.demanded(filter, properties, property);
  }

  /** The entity reduced to what {@code $select} names; the id always stays. */
  public static JsonNode select(Call call, JsonNode entity) {
    String select = call.query("$select");
    if (select.isBlank()) {
      return entity;
    }
    List<String> names = Arrays.stream(select.split(",")).map(String::trim).toList();
    ObjectNode reduced = LabJson.object();
    for (var property : entity.properties()) {
      String name = property.getKey();
      if (name.equals("id") || name.startsWith("@odata") || names.contains(name)) {
        reduced.set(name, property.getValue());
      }
    }
    return reduced;
  }

  private Comparator<JsonNode> order(String text) {
    String[] words = text.trim().split("\\s+");
    String property =
        properties.stream()
            .filter(name -> name.equalsIgnoreCase(words[0]))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadQueryException(
                        "The property '" + words[0] + "' cannot be used in $orderby"));
    Comparator<JsonNode> ascending =
        (left, right) ->
            Properties.compare(
                Properties.text(Properties.of(left, property)),
                Properties.text(Properties.of(right, property)));
    if (words.length > 2 || (words.length == 2 && !words[1].matches("(?i)asc|desc"))) {
      throw new BadQueryException("$orderby is a property, then asc or desc");
    }
    return words.length == 2 && words[1].equalsIgnoreCase("desc")
        ? ascending.reversed()
        : ascending;
  }

  private static int number(Call call, String name, int otherwise) {
    String text = call.query(name);
    if (text.isBlank()) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw new BadQueryException("The value of " + name + " is not a number");
    }
    return Integer.parseInt(text);
  }

  private static String nextLink(Call call, int skip) {
    StringBuilder link = new StringBuilder(call.base() + "/");
    link.append(String.join("/", call.path().stream().map(Listing::encode).toList()));
    String separator = "?";
    for (var parameter : call.query().entrySet()) {
      if (!parameter.getKey().equals("$skip")) {
        link.append(separator)
            .append(parameter.getKey())
            .append('=')
            .append(encode(parameter.getValue()));
        separator = "&";
      }
    }
    return link.append(separator).append("$skip=").append(skip).toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
