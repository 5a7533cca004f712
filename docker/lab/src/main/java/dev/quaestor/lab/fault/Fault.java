package dev.quaestor.lab.fault;

import dev.quaestor.lab.http.RoutePattern;
import java.time.Duration;
import java.util.Locale;

/**
 * Trouble asked for on a route.
 *
 * @param route {@code METHOD /path} with {@code *} for a segment and {@code **} for the rest, e.g.
 *     {@code POST /api/machines/*}{@code /isolate}, {@code * /v1.0/**}
 * @param times how many calls it hits before it is used up; at least 1
 * @param delay how long a {@link Kind#DELAY} holds the call back
 * @param retryAfterSeconds the hint of a {@link Kind#THROTTLE}; negative leaves the header out
 * @param status the status of an {@link Kind#ERROR}
 * @param code the vendor's error code in an {@link Kind#ERROR}; empty for the usual one of the
 *     status
 */
public record Fault(
    String route,
    Kind kind,
    int times,
    Duration delay,
    int retryAfterSeconds,
    int status,
    String code) {

  /** What goes wrong. */
  public enum Kind {
    /** The call is held back, then answered. */
    DELAY("delay"),
    /** 429 with {@code Retry-After}; nothing is done. */
    THROTTLE("throttle"),
    /** The given status in the vendor's error shape; nothing is done. */
    ERROR("error"),
    /** The TCP connection is closed without an answer; nothing is done. */
    CUT("cut"),
    /** The call is carried out, then the connection is closed without an answer. */
    CUT_AFTER("cutAfter"),
    /** The machine action is accepted and ends as Failed. */
    FAIL_ACTION("failAction");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    /** The kind of that wire name, whatever its case; throws {@link IllegalArgumentException}. */
    public static Kind of(String wireName) {
      for (Kind kind : values()) {
        if (kind.wireName.toLowerCase(Locale.ROOT).equals(wireName.toLowerCase(Locale.ROOT))) {
          return kind;
        }
      }
      throw new IllegalArgumentException("unknown kind of fault: " + wireName);
    }
  }

  public Fault {
    RoutePattern.parse(route);
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1");
    }
    if (delay.isNegative() || delay.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("a delay is between 0 and 10 minutes");
    }
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("the status of an error is between 400 and 599");
    }
    if (!code.matches("[A-Za-z0-9_.-]{0,80}")) {
      throw new IllegalArgumentException("the code of an error is up to 80 letters and digits");
    }
  }

  public static Fault delay(String route, int times, Duration delay) {
    return new Fault(route, Kind.DELAY, times, delay, -1, 500, "");
  }

  public static Fault throttle(String route, int times, int retryAfterSeconds) {
    return new Fault(route, Kind.THROTTLE, times, Duration.ZERO, retryAfterSeconds, 429, "");
  }

  public static Fault error(String route, int times, int status) {
    return new Fault(route, Kind.ERROR, times, Duration.ZERO, -1, status, "");
  }

  public static Fault error(String route, int times, int status, String code) {
    return new Fault(route, Kind.ERROR, times, Duration.ZERO, -1, status, code);
  }

  public static Fault cut(String route, int times) {
    return new Fault(route, Kind.CUT, times, Duration.ZERO, -1, 500, "");
  }

  public static Fault cutAfter(String route, int times) {
    return new Fault(route, Kind.CUT_AFTER, times, Duration.ZERO, -1, 500, "");
  }

  public static Fault failAction(String route, int times) {
    return new Fault(route, Kind.FAIL_ACTION, times, Duration.ZERO, -1, 500, "");
  }

  Fault less() {
    return new Fault(route, kind, times - 1, delay, retryAfterSeconds, status, code);
  }
}
