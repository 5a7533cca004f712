package dev.quaestor.starter.notice;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What people are told at once; all of its text is harmless on one line each.
 *
 * @param id the same however often it is sent
 * @param thread what notices of one investigation share
 * @param link the one that it has, to a page
 * @param linkText what stands on it
 */
record Notice(
    String id,
    String thread,
    Instant at,
    String subject,
    List<Part> parts,
    URI link,
    String linkText,
    String last) {
  Notice {
    parts = List.copyOf(parts);
  }

  /** One action, or the investigation. */
  record Part(String title, List<Line> lines) {
    Part {
      lines = List.copyOf(lines);
    }
  }

  /**
   * @param label as {@code Why}; short
   */
  record Line(String label, String text) {}
}
