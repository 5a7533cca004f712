package dev.quaestor.starter.api;

import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ocsf.Chronicle;
import dev.quaestor.starter.ocsf.Narrator;
import dev.quaestor.starter.ocsf.OcsfClass;
import dev.quaestor.starter.ocsf.Report;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One export: a page of the ledger is read, told and written before the next, so that memory does
 * not grow with the ledger. It ends where the ledger ended when it began.
 */
final class OcsfExport {
  private static final int PAGE = 500;

  /** Alerts, evidence and actions of the cases told of last. */
  private static final int REMEMBERED = 20_000;

  private static final byte[] LINE_END = {'\n'};

  private final EventFeed feed;
  private final Selection selection;
  private final Narrator narrator;
  private final long end;
  private long toldSince;
  private long last;

  /**
   * What is wanted.
   *
   * @param after events of greater place alone
   */
  record Selection(
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String investigation,
      Set<OcsfClass> classes,
      long after) {}

  OcsfExport(EventFeed feed, Selection selection) {
    this.feed = feed;
    this.selection = selection;
    this.narrator = new Narrator(feed, REMEMBERED);
    this.end = feed.end();
    this.last = selection.after();
  }

  Chronicle.Part firstPage() {
    long from = selection.after();
    if (selection.since() != null && selection.investigation() == null) {
      // Nothing that happened at or after that time stands before this place.
      from = Math.max(from, feed.before(selection.since()).orElse(end));
    }
    toldSince = from;
    return page(from);
  }

  private Chronicle.Part page(long after) {
    return selection.investigation() != null
        ? feed.ofCase(selection.investigation(), after, PAGE)
        : feed.after(after, PAGE);
  }

  /** What writes one event. */
  private interface Pen {
    void write(Report report) throws IOException;
  }

  void lines(Chronicle.Part first, OutputStream out) throws IOException {
    write(
        first,
        report -> {
          out.write(bytes(report));
          out.write(LINE_END);
        },
        out);
  }

  void document(Chronicle.Part first, OutputStream out) throws IOException {
    out.write(text("{\"events\":["));
    var separator = new byte[][] {new byte[0]};
    write(
        first,
        report -> {
          out.write(separator[0]);
          out.write(bytes(report));
          separator[0] = text(",\n");
        },
        out);
    out.write(text("],\"after\":" + last + "}\n"));
  }

  private void write(Chronicle.Part first, Pen pen, OutputStream out) throws IOException {
    var part = first;
    while (true) {
      for (var event : part.events()) {
        if (event.id() > end) {
          return;
        }
        var report = narrator.tell(event, toldSince).filter(this::isWanted);
        if (report.isPresent()) {
          pen.write(report.get());
        }
        last = event.id();
      }
      last = Math.max(last, Math.min(part.last(), end));
      out.flush();
      if (!part.more() || part.last() >= end) {
        return;
      }
      part = page(part.last());
    }
  }

  private boolean isWanted(Report report) {
    return selection.classes().contains(report.schemaClass())
        && (selection.since() == null || !report.at().isBefore(selection.since()))
        && (selection.until() == null || report.at().isBefore(selection.until()));
  }

  private static byte[] bytes(Report report) {
    return QuaestorJson.mapper().writeValueAsBytes(report.event());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
