package dev.quaestor.starter.api;

import dev.quaestor.action.Area;
import dev.quaestor.starter.ledger.Scope;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What somebody may see, as it is written on the API. */
@Schema(name = "Scope")
record ScopeBody(
    @Schema(description = "Device groups by name; absent for all") @Nullable List<String> groups,
    @Schema(description = "device, email, identity; absent for all") @Nullable List<String> areas) {

  static @Nullable ScopeBody of(Scope scope) {
    var groups = scope.groups();
    var areas = scope.areas();
    return scope.isAll()
        ? null
        : new ScopeBody(
            groups == null ? null : List.copyOf(new TreeSet<>(groups)),
            areas == null
                ? null
                : areas.stream().sorted().map(a -> a.name().toLowerCase(Locale.ROOT)).toList());
  }

  static Scope read(@Nullable ScopeBody body) {
    if (body == null) {
      return Scope.ALL;
    }
    var groups = body.groups();
    if (groups != null
        && (groups.size() > 100
            || groups.stream().anyMatch(g -> g == null || g.isBlank() || g.length() > 200))) {
      throw new ProblemException(
          ApiProblem.badField("scope.groups", "must be at most 100 names of device groups"));
    }
    return new Scope(groups == null ? null : Set.copyOf(groups), areas(body.areas()));
  }

  private static @Nullable Set<Area> areas(@Nullable List<String> given) {
    if (given == null) {
      return null;
    }
    var areas = EnumSet.noneOf(Area.class);
    for (int i = 0; i < given.size(); i++) {
      var text = String.valueOf(given.get(i)).toUpperCase(Locale.ROOT);
      var area = Arrays.stream(Area.values()).filter(a -> a.name().equals(text)).findFirst();
      if (area.isEmpty()) {
        throw new ProblemException(
            ApiProblem.badField(
                "scope.areas[%d]".formatted(i),
                ApiTexts.mustBe(
                    Arrays.stream(Area.values())
                        .map(a -> a.name().toLowerCase(Locale.ROOT))
                        .toList())));
      }
      areas.add(area.get());
    }
    return areas;
  }
}
