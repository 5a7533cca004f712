package dev.quaestor.starter.web;

import dev.quaestor.action.Area;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.access.Mine;
import dev.quaestor.starter.ledger.ApiToken;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A person's own, as they read it.
 *
 * @param former tokens that open nothing any more
 * @param others whether they are signed in anywhere else
 */
record AccountSheet(
    String name,
    String roles,
    String sees,
    boolean hasPassword,
    List<Token> tokens,
    List<Token> former,
    List<Session> sessions,
    boolean others) {

  /** A token, without the token. */
  record Token(
      String tokenId,
      String label,
      String roles,
      String sees,
      String made,
      String used,
      String expires,
      @Nullable String ended) {
    static Token of(ApiToken token, Moments moments) {
      var used = token.usedAt();
      var expires = token.expiresAt();
      var revoked = token.revokedAt();
      return new Token(
          token.tokenId(),
          token.name(),
          words(known(token.roles())),
          AccountSheet.sees(token.scope(), "All that you see"),
          moments.at(token.createdAt()),
          used == null ? "Never" : moments.at(used),
          expires == null ? "Never" : moments.at(expires),
          token.isActive(moments.now())
              ? null
              : revoked == null ? "Expired" : "Revoked " + Words.inside(moments.at(revoked)));
    }
  }

  /**
   * A browser in which they are signed in.
   *
   * @param here whether it is the one that asks
   */
  record Session(
      String id, String browser, String address, String since, String seen, boolean here) {
    static Session of(Mine.Session session, Optional<String> here, Moments moments) {
      return new Session(
          session.id(),
          named(session.browser()),
          session.address(),
          moments.at(session.signedInAt()),
          moments.at(session.seenAt()),
          here.filter(session.id()::equals).isPresent());
    }
  }

  static AccountSheet of(
      Caller caller,
      boolean hasPassword,
      List<ApiToken> tokens,
      List<Mine.Session> sessions,
      Optional<String> here,
      Moments moments) {
    var shown =
        sessions.stream()
            .map(s -> Session.of(s, here, moments))
            .sorted(Comparator.comparing(Session::here).reversed())
            .toList();
    return new AccountSheet(
        caller.name(),
        words(caller.roles()),
        sees(caller.scope(), "Everything"),
        hasPassword,
        tokens.stream()
            .filter(t -> t.isActive(moments.now()))
            .map(t -> Token.of(t, moments))
            .toList(),
        tokens.stream()
            .filter(t -> !t.isActive(moments.now()))
            .map(t -> Token.of(t, moments))
            .toList(),
        shown,
        shown.stream().anyMatch(s -> !s.here()));
  }

  private static List<AccessRole> known(Collection<String> roles) {
    return roles.stream().flatMap(r -> AccessRole.find(r).stream()).toList();
  }

  private static String words(Collection<AccessRole> roles) {
    return Words.upper(Words.list(roles.stream().sorted().map(Words::role).toList()));
  }

  private static String sees(Scope scope, String all) {
    var parts = new ArrayList<String>();
    var areas = scope.areas();
    var groups = scope.groups();
    if (areas != null) {
      parts.add(
          areas.isEmpty()
              ? "nothing"
              : "of " + Words.list(areas.stream().sorted().map(AccountSheet::many).toList()));
    }
    if (groups != null) {
      parts.add(
          groups.isEmpty()
              ? "no devices"
              : "devices of " + Words.list(List.copyOf(new TreeSet<>(groups))));
    }
    return parts.isEmpty() ? all : Words.upper(String.join("; ", parts));
  }

  private static String many(Area area) {
    return switch (area) {
      case DEVICE -> "devices";
      case EMAIL -> "mail";
      case IDENTITY -> "accounts";
    };
  }

  private static final int LONGEST_AGENT = 60;

  /** A name that stands in what a browser says of itself, and whose it is. */
  private record Sign(String in, String of) {}

  /** In this order: most browsers also say that they are those that follow. */
  private static final List<Sign> BROWSERS =
      List.of(
          new Sign("Edg", "Edge"),
          new Sign("OPR/", "Opera"),
          new Sign("Firefox/", "Firefox"),
          new Sign("FxiOS/", "Firefox"),
          new Sign("CriOS/", "Chrome"),
          new Sign("Chrome/", "Chrome"),
          new Sign("Safari/", "Safari"));

  private static final List<Sign> SYSTEMS =
      List.of(
          new Sign("Windows", "Windows"),
          new Sign("Android", "Android"),
          new Sign("iPhone", "iPhone"),
          new Sign("iPad", "iPad"),
          new Sign("Mac OS X", "macOS"),
          new Sign("CrOS", "ChromeOS"),
          new Sign("Linux", "Linux"));

  /** {@code Firefox on Windows}; of what is no browser that we know, its own words. */
  static String named(String agent) {
    var name = first(BROWSERS, agent);
    var system = first(SYSTEMS, agent);
    if (name.isEmpty()) {
      return agent.isBlank() ? "It did not say what it is" : Excerpt.of(agent, LONGEST_AGENT);
    }
    return system.map(s -> name.get() + " on " + s).orElse(name.get());
  }

  private static Optional<String> first(List<Sign> signs, String agent) {
    return signs.stream().filter(s -> agent.contains(s.in())).map(Sign::of).findFirst();
  }
}
