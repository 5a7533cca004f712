package dev.quaestor.lab.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The list of what the lab answers. The first route that fits wins, so literal paths are added
 * before wildcards.
 */
public final class Router {

  /**
   * Answers a call, or throws a {@link Refusal}. Runs while the tenant's monitor is held, so it
   * must be quick.
   */
  @FunctionalInterface
  public interface Handler {
    Reply handle(Call call);
  }

  public record Route(RoutePattern pattern, Handler handler) {}

  public record Match(Route route, List<String> arguments) {}

  private final List<Route> routes = new ArrayList<>();

  /** Adds a route written as {@link RoutePattern#parse}. */
  public Router on(String pattern, Handler handler) {
    routes.add(new Route(RoutePattern.parse(pattern), handler));
    return this;
  }

  /**
   * The route of a request; an unknown path is refused with 404, a known one with another method
   * with 405.
   */
  public Match find(String method, List<String> path) {
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<List<String>> captured = route.pattern().matchPath(path);
      if (captured.isPresent()) {
        if (route.pattern().method().equals(method)) {
          return new Match(route, captured.get());
        }
        allowed.add(route.pattern().method());
      }
    }
    if (!allowed.isEmpty()) {
      throw new Refusal(405, "MethodNotAllowed", "Allowed here: " + String.join(", ", allowed));
    }
    throw switch (Surface.of(path)) {
      case DEFENDER ->
          Refusal.notFound("NotFound", "No HTTP resource was found that matches the request URI");
      case GRAPH -> Refusal.notFound("ResourceNotFound", "Resource not found for the segment");
      case TOKEN, LAB -> Refusal.notFound("not_found", "nothing is here");
    };
  }
}
