package dev.quaestor.starter.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Checks the roles after the mapping has chosen a method, so that no way of writing a path can lead
 * around it. Closed: a method of ours that does not say who may call it is for admins alone. What
 * others map (metrics, OpenAPI, the answer to OPTIONS) is for every bearer of a role.
 */
final class RoleCheck implements HandlerInterceptor {
  private static final String OURS = "dev.quaestor.";

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    // Both follow a request that was judged already.
    if (request.getDispatcherType() == DispatcherType.ERROR
        || request.getDispatcherType() == DispatcherType.ASYNC) {
      return true;
    }
    if (handler instanceof HandlerMethod method && method.hasMethodAnnotation(ForAnybody.class)) {
      return true;
    }
    var current = CallerAuthentication.current();
    if (current.isEmpty()) {
      // Only what is not ours comes here without one: health, what the API is, a page's assets.
      if (isOurs(handler)) {
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      }
      return !isOurs(handler);
    }
    var caller = current.get();
    var needed = rolesNeeded(request, handler);
    if (caller.holdsAny(needed)) {
      if (caller.scope().isAll() || !showsEverything(handler)) {
        return true;
      }
      Refusals.because(request, "out-of-scope", "It is for those who may see everything");
      response.sendError(
          HttpServletResponse.SC_FORBIDDEN,
          "This call is for those who may see everything; \"" + caller.name() + "\" may not");
      return false;
    }
    Refusals.because(
        request,
        "no-role",
        "It needs the role "
            + Arrays.stream(needed).map(AccessRole::wireName).collect(Collectors.joining(" or ")));
    response.sendError(
        HttpServletResponse.SC_FORBIDDEN,
        "This call needs the role "
            + Arrays.stream(needed).map(AccessRole::wireName).collect(Collectors.joining(" or "))
            + "; \""
            + caller.name()
            + "\" does not have it");
    return false;
  }

  private static boolean showsEverything(Object handler) {
    var allowed =
        handler instanceof HandlerMethod method ? method.getMethodAnnotation(Allowed.class) : null;
    return allowed != null && allowed.everything();
  }

  private static AccessRole[] rolesNeeded(HttpServletRequest request, Object handler) {
    if (!isOurs(handler) || HttpMethod.OPTIONS.matches(request.getMethod())) {
      return new AccessRole[] {AccessRole.VIEWER};
    }
    var allowed = ((HandlerMethod) handler).getMethodAnnotation(Allowed.class);
    return allowed == null ? new AccessRole[] {AccessRole.ADMIN} : allowed.value();
  }

  private static boolean isOurs(Object handler) {
    return handler instanceof HandlerMethod method
        && method.getBeanType().getName().startsWith(OURS);
  }
}
