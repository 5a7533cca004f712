package dev.quaestor.starter.web;

import dev.quaestor.starter.view.UndoPreviewView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who else needs what an action brought about, so that its undo only lets go of it.
 *
 * @param investigationId null for an order outside any case
 */
record Needed(@Nullable String investigationId, String title, String since) {
  static List<Needed> of(UndoPreviewView preview, Moments moments) {
    return preview.holders().stream().map(h -> of(h, moments)).toList();
  }

  private static Needed of(UndoPreviewView.Holder holder, Moments moments) {
    return new Needed(
        holder.investigationId(),
        Objects.requireNonNullElse(holder.investigationTitle(), "An order by hand"),
        Words.inside(moments.at(holder.since())));
  }
}
