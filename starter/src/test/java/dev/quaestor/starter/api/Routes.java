package dev.quaestor.starter.api;

import dev.quaestor.starter.RunningStarter;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every call that is mapped, asked of the mapping itself, so that a new one is tried unasked. */
final class Routes {
  private Routes() {}

  /** One of them, with {@code x} where its path has a variable. */
  record Route(String method, String path, HandlerMethod handler) {
    boolean isOurs() {
      return handler.getBeanType().getName().startsWith("dev.quaestor") && !path.equals("/error");
    }

    /** One that answers with JSON, whatever goes wrong; the pages answer with pages. */
    boolean isOfTheApi() {
      return path.startsWith("/api/");
    }

    /** Of the API, and no page. */
    boolean isCall() {
      return List.of("/api/", "/actuator", "/v3/").stream().anyMatch(path::startsWith);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static List<Route> of(RunningStarter starter) {
    var routes = new ArrayList<Route>();
    starter
        .context()
        .getBeansOfType(RequestMappingHandlerMapping.class)
        .values()
        .forEach(
            mapping ->
                mapping
                    .getHandlerMethods()
                    .forEach((info, handler) -> routes.addAll(of(info, handler))));
    return routes;
  }

  private static List<Route> of(RequestMappingInfo info, HandlerMethod handler) {
    var methods = info.getMethodsCondition().getMethods().stream().map(Enum::name).toList();
    return info.getPatternValues().stream()
        .map(p -> p.replaceAll("\\{[^}]+}", "x").replace("**", "x"))
        .flatMap(
            p ->
                (methods.isEmpty() ? List.of("GET", "POST") : methods)
                    .stream().map(m -> new Route(m, p, handler)))
        .toList();
  }
}
