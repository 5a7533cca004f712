package dev.quaestor.starter.intake;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.mail.MailReader;
import dev.quaestor.mail.TimeBudget;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.JsonBody;
import dev.quaestor.starter.intake.json.JsonLines;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Turns what was posted into alerts. Thread-safe; pure; never throws on any body. */
public final class AlertReader {
  private static final Logger LOG = LoggerFactory.getLogger(AlertReader.class);

  /** The largest body that is looked at, in bytes. */
  public static final int LARGEST_BODY = JsonBody.LARGEST_BODY;

  /** The most alerts that one body may hold. */
  static final int MOST_ALERTS = 100;

  /**
   * The most bytes that one alert may be as JSON: Temporal ends a workflow whose input is above two
   * MiB, and the case has more to carry than its alert.
   */
  static final int LARGEST_ALERT = 1024 * 1024;

  /** A hit in a list in an event in a batch; more is nobody's way to write. */
  private static final int DEEPEST = 8;

  /** What one body may take; the largest honest one takes a tenth of it on a slow machine. */
  static final Duration LONGEST_READING = Duration.ofSeconds(10);

  private final LongSupplier nanos;
  private final List<AlertFormat> known;

  public AlertReader() {
    this(System::nanoTime, AlertFormats.ALL);
  }

  /** One with another ticker than {@link System#nanoTime}. */
  public static AlertReader withClock(LongSupplier nanos) {
    return new AlertReader(nanos, AlertFormats.ALL);
  }

  /**
   * One that knows other formats.
   *
   * @param known in the order in which they are asked
   */
  AlertReader(LongSupplier nanos, List<AlertFormat> known) {
    this.nanos = nanos;
    this.known = known;
  }

  /** As {@link #read(byte[], String, AlertSource, EventId)}, of what is no event by its headers. */
  public Reading read(byte[] body, @Nullable String contentType, @Nullable AlertSource forced) {
    return read(body, contentType, forced, null);
  }

  /**
   * Reads a body: one alert, an array of them, one a line, a vendor's list, search result or
   * incident with alerts, a CloudEvent or a batch of them with any of these inside, or one raw
   * message. All or nothing; what belongs to a format and is no alert is skipped and said, and so
   * is one that breaks its reader: its author must not be able to keep the others out.
   *
   * @param body the bytes as they came; larger than {@link #LARGEST_BODY} is refused
   * @param contentType the Content-Type header; only a hint: {@code message/rfc822} says that the
   *     body is a message, for anything else the shape decides
   * @param forced the format to read it as, or null to detect it alert by alert; {@code
   *     CLOUDEVENTS} forces the envelope only
   * @param event the event that the headers name; the body then is its data
   */
  public Reading read(
      byte[] body,
      @Nullable String contentType,
      @Nullable AlertSource forced,
      @Nullable EventId event) {
    var inner = event != null && forced == AlertSource.CLOUDEVENTS ? null : forced;
    var walk =
        new Walk(inner, AlertFormats.allowed(known, inner), new TimeBudget(LONGEST_READING, nanos));
    try {
      walk.body(body, contentType, event);
      return walk.reading();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
      return new Reading.Refused(List.of(brokenOn("", broken)));
    }
  }

  private static Problem brokenOn(String path, Throwable broken) {
    LOG.error("a reader failed unexpectedly on {}", path.isEmpty() ? "a body" : path, broken);
    return Problem.at(
        path,
        "could not be read: the reader failed unexpectedly (%s)"
            .formatted(broken.getClass().getSimpleName()));
  }

  static void requireSize(Alert alert, String path, Problems problems) {
    if (QuaestorJson.mapper().writeValueAsBytes(alert).length > LARGEST_ALERT) {
      problems.add(
          Problem.tooLarge(path, "is larger than " + LARGEST_ALERT + " bytes after decoding"));
    }
  }

  /** An alert, and where in the body it stands. */
  private record Found(Alert alert, String path) {
    Found named(EventId event, int index) {
      return new Found(event.rename(alert, index), path);
    }
  }

  /** Goes through one body, out of its wrappings, to the alerts in it. */
  private static final class Walk {
    private final @Nullable AlertSource forced;
    private final List<AlertFormat> formats;
    private final TimeBudget time;
    private final Problems problems = new Problems();
    private final Problems skipped = new Problems();
    private final Problems broken = new Problems();
    private final List<Found> found = new ArrayList<>();

    Walk(@Nullable AlertSource forced, List<AlertFormat> formats, TimeBudget time) {
      this.forced = forced;
      this.formats = formats;
      this.time = time;
    }

    void body(byte[] body, @Nullable String contentType, @Nullable EventId event) {
      var bytes = new Payload.Bytes(body, time);
      if (body.length > LARGEST_BODY) {
        problems.add("", "the body is larger than " + LARGEST_BODY + " bytes");
      } else if (MailReader.whyNoMessage(body) instanceof String why) {
        problems.add("", "the body " + why);
      } else if (AlertFormats.isMessage(bytes, contentType, forced)) {
        one(bytes, "");
      } else if (JsonLines.isLines(body)) {
        lines(body);
      } else {
        var root = JsonBody.parse(body, problems);
        if (root != null) {
          json(root, "");
        }
      }
      if (event != null && event.isComplete("ce-", problems)) {
        rename(event, 0);
      }
    }

    Reading reading() {
      // Only now: an event's name may be longer than the one it takes the place of.
      found.forEach(f -> requireSize(f.alert(), f.path(), problems));
      if (!problems.none()) {
        return new Reading.Refused(problems.all());
      }
      return found.isEmpty()
          ? new Reading.Refused(broken.none() ? skipped.all() : broken.all())
          : new Reading.Read(
              found.stream().map(Found::alert).toList(), skipped.all(), broken.all());
    }

    /** What the walk has found since there were so many alerts is that event's. */
    void rename(EventId event, int from) {
      for (int i = from; i < found.size(); i++) {
        found.set(i, found.get(i).named(event, i - from));
      }
    }

    void json(JsonNode node, String path) {
      json(node, path, null, 0);
    }

    /** Lines are read and forgotten one by one: only what becomes of them is kept. */
    void lines(byte[] body) {
      JsonLines.each(
          body,
          problems,
          (node, path) -> {
            json(node, path, null, 1);
            return hasRoom();
          });
    }

    private void json(JsonNode node, String path, @Nullable String hitId, int depth) {
      if (depth > DEEPEST) {
        problems.add(path, "is nested too deeply");
        return;
      }
      if (node.has("specversion")) {
        event(node, path, depth);
        return;
      }
      if (forced == AlertSource.CLOUDEVENTS && depth == 0 && !node.isArray()) {
        problems.add(at(path, "specversion"), "is missing: this is not a CloudEvent");
        return;
      }
      var isFlat = forced == null && formats.stream().anyMatch(f -> recognises(f, node));
      var contents = isFlat ? null : Envelopes.of(node);
      if (contents == null) {
        one(new Payload.Json(node, hitId), path);
      } else {
        list(contents, path, depth);
      }
    }

    private static boolean recognises(AlertFormat format, JsonNode node) {
      return node.isObject() && !node.has("_source") && format.recognises(new Payload.Json(node));
    }

    private void list(Envelopes.Contents contents, String path, int depth) {
      var count =
          contents.elements().stream()
              .filter(e -> whySkipped(new Payload.Json(e.node())) == null)
              .count();
      if (contents.elements().isEmpty() && depth > 0) {
        skipped.add(at(path, contents.name()), "is an empty page and was skipped");
        return;
      }
      if (contents.elements().isEmpty() || count > MOST_ALERTS) {
        problems.add(
            at(path, contents.name()),
            "has %d alerts, but 1 to %d are accepted".formatted(count, MOST_ALERTS));
        return;
      }
      for (var element : contents.elements()) {
        if (!hasRoom()) {
          return;
        }
        json(element.node(), at(path, element.path()), element.hitId(), depth + 1);
      }
    }

    private boolean hasRoom() {
      if (found.size() > MOST_ALERTS) {
        problems.add(
            "", "has more than the %d alerts that are accepted".formatted(found.size() - 1));
        return false;
      }
      if (time.isSpent()) {
        problems.add(
            "",
            "took longer than %d seconds to read: send fewer alerts at once"
                .formatted(LONGEST_READING.toSeconds()));
        return false;
      }
      return true;
    }

    private void event(JsonNode node, String path, int depth) {
      var event = Fields.of(node, path, problems);
      if (event == null) {
        return;
      }
      event.requiredText("type", Fields.ID);
      var id = new EventId(event.requiredText("source", 2000), event.requiredText("id", 2000));
      var from = found.size();
      if (event.has("data")) {
        data(event, path, depth);
      } else if (event.has("data_base64")) {
        base64(event, path);
      } else {
        event.problem("data", "is missing");
      }
      if (id.source() != null && id.id() != null) {
        rename(id, from);
      }
    }

    private void data(Fields event, String path, int depth) {
      var data = event.node().path("data");
      if (data.isString()) {
        bytes(
            data.stringValue().getBytes(StandardCharsets.UTF_8),
            event.leniently().text("datacontenttype", Fields.ID),
            at(path, "data"),
            depth);
      } else {
        json(data, at(path, "data"), null, depth + 1);
      }
    }

    private void base64(Fields event, String path) {
      var text = event.node().path("data_base64");
      try {
        var bytes = Base64.getMimeDecoder().decode(text.asString(""));
        bytes(
            bytes,
            event.leniently().text("datacontenttype", Fields.ID),
            at(path, "data_base64"),
            DEEPEST - 4);
      } catch (IllegalArgumentException e) {
        event.problem("data_base64", "is not Base64");
      }
    }

    private void bytes(byte[] body, @Nullable String type, String path, int depth) {
      var bytes = new Payload.Bytes(body, time);
      if (AlertFormats.isMessage(bytes, type, forced)) {
        one(bytes, path);
        return;
      }
      var inside = new Problems();
      var node = JsonBody.parse(body, inside);
      if (node == null || !node.isContainer()) {
        problems.add(path, "is neither JSON nor a raw message");
      } else {
        json(node, path, null, depth + 1);
      }
    }

    /** Reads one alert that is wrapped no further. */
    void one(Payload payload, String path) {
      var before = problems.count();
      try {
        read(payload, path);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError breakage) {
        if (problems.count() == before) {
          broken.add(brokenOn(path, breakage));
        }
      }
    }

    private void read(Payload payload, String path) {
      var reason = whySkipped(payload);
      if (reason != null) {
        skipped.add(path, reason);
        return;
      }
      var format = format(payload);
      if (format == null) {
        problems.add(path, unknown(payload));
        return;
      }
      var before = problems.count();
      var alert = format.read(payload, path, problems);
      if (alert == null || problems.count() > before) {
        return;
      }
      requireEvidence(alert, path);
      found.add(new Found(alert, path));
    }

    private void requireEvidence(Alert alert, String path) {
      var count = alert.evidence().size();
      if (count == 0) {
        problems.add(at(path, "evidence"), "names nothing to investigate");
      } else if (count > AlertDraft.MOST_EVIDENCE) {
        problems.add(
            path,
            "names %d things, but at most %d are accepted"
                .formatted(count, AlertDraft.MOST_EVIDENCE));
      }
    }

    private @Nullable String whySkipped(Payload payload) {
      for (var format : formats) {
        var reason = format.skipped(payload);
        if (reason != null) {
          return reason;
        }
      }
      return null;
    }

    private @Nullable AlertFormat format(Payload payload) {
      return formats.stream()
          .filter(f -> f.recognises(payload))
          .findFirst()
          .orElse(AlertFormats.isForced(forced) && !formats.isEmpty() ? formats.getFirst() : null);
    }

    private String unknown(Payload payload) {
      if (payload instanceof Payload.Json json
          && json.node().has("changeType")
          && json.node().has("resource")) {
        return "is a change notification, which only refers to an alert: post the alert itself";
      }
      var known = String.join(", ", AlertSource.names());
      return forced == null || !AlertFormats.isForced(forced)
          ? "does not look like any known alert format (" + known + ")"
          : "alerts cannot be posted as "
              + forced.name().toUpperCase(Locale.ROOT)
              + "; use "
              + known;
    }

    private static String at(String path, String name) {
      return path.isEmpty() || name.isEmpty()
          ? path + name
          : name.startsWith("[") ? path + name : path + "." + name;
    }
  }
}
