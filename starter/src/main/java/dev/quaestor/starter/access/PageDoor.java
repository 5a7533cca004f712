package dev.quaestor.starter.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody see a page without a session, whatever its method and path; a bearer token is none.
 * It stands before anything reads a body. What is open is named by its exact raw path.
 */
final class PageDoor extends OncePerRequestFilter {
  static final String SIGN_IN = "/sign-in";
  static final String SIGN_OUT = "/sign-out";
  static final String PASSWORD = "/password";
  static final String LIVE = "/live";

  private static final String ASSETS = "/assets/";
  private static final Set<String> OPEN =
      Set.of(SIGN_IN, People.LINK_PAGE, ProviderSignIn.BEGIN, ProviderSignIn.CALLBACK);

  /** Where one may go before one has chosen a password. */
  private static final Set<String> BEFORE_A_PASSWORD =
      Set.of(PASSWORD, SIGN_IN, People.LINK_PAGE, SIGN_OUT, LIVE);

  private final Sessions sessions;
  private final ProviderSignIn provider;

  PageDoor(Sessions sessions, ProviderSignIn provider) {
    this.provider = provider;
    this.sessions = sessions;
  }

  static boolean isOpen(HttpServletRequest request) {
    var path = request.getRequestURI();
    return OPEN.contains(path) || path.startsWith(ASSETS);
  }

  static boolean isAsset(HttpServletRequest request) {
    return request.getRequestURI().startsWith(ASSETS);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isAsset(request)) {
      chain.doFilter(request, response);
      return;
    }
    var known =
        sessions
            .find(request)
            .flatMap(k -> provider.stillGood(k, Sessions.secretOf(request).orElseThrow()));
    if (known.isEmpty()) {
      if (isOpen(request)) {
        chain.doFilter(request, response);
      } else {
        refuse(request, response);
      }
      return;
    }
    var person = known.get().person();
    if (person.mustChange() && !BEFORE_A_PASSWORD.contains(request.getRequestURI())) {
      goTo(response, ReturnAddress.with(PASSWORD, asked(request)));
      return;
    }
    CallerAuthentication.serve(
        request,
        Caller.ofPerson(person, known.get().session().signedInAt()),
        () -> chain.doFilter(request, response));
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (LIVE.equals(request.getRequestURI())) {
      // Any other answer is asked for again, for ever, by the browser or by what runs in the page.
      response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.getWriter().write("event: signedout\ndata: \n\n");
    } else if (request.getHeader("HX-Request") != null) {
      // It would put the page for signing in into the middle of another.
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED, "You were signed out");
    } else {
      goTo(response, ReturnAddress.signIn(asked(request)));
    }
  }

  /** What was asked for, as far as one can go there again. */
  private static String asked(HttpServletRequest request) {
    if (!HttpMethod.GET.matches(request.getMethod())) {
      return ReturnAddress.FRONT;
    }
    var query = request.getQueryString();
    return request.getRequestURI() + (query == null ? "" : "?" + query);
  }

  static void goTo(HttpServletResponse response, String address) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader(HttpHeaders.LOCATION, address);
  }
}
