package dev.quaestor.starter.web;

import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.view.InvestigationView.EvidenceView;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How each piece of evidence was reached, as a drawing: what alerts name stands left, what was
 * found from it one column further, joined by a line. Many pieces of one kind that were found from
 * the same thing and judged alike are one box. The table of evidence says the same in words.
 *
 * @param folded whether a box stands for several pieces
 */
record CaseGraph(List<Box> boxes, List<Line> lines, int width, int height, boolean folded) {
  /** Beyond so many pieces, alike ones share a box. */
  private static final int MOST_SINGLE = 40;

  /** Beyond so many boxes nobody reads a drawing; the gravest are drawn. */
  private static final int MOST_BOXES = 120;

  private static final int WIDE = 240;
  private static final int HIGH = 40;
  private static final int ACROSS = 310;
  private static final int DOWN = 56;
  private static final int EDGE = 10;

  /** The room for a name, and what letters take of it, in tenths of a pixel. */
  private static final int ROOM = 2_200;

  private static final String SLIM = "iljtfrI.,:;'|!()[]/\\- ";
  private static final String BROAD = "MWmw@%";

  /** From here on letters are about as wide as high. */
  private static final char IDEOGRAPHS = '\u1100';

  /** One thing, or several alike. */
  record Box(int x, int y, String style, String shape, String kind, String label, String title) {
    public int textX() {
      return x + EDGE;
    }

    public int kindX() {
      return x + (shape.isEmpty() ? EDGE : EDGE + 17);
    }

    public int kindY() {
      return y + 16;
    }

    public int labelY() {
      return y + 32;
    }

    public int markY() {
      return y + 8;
    }
  }

  /** From a box to what was found from it. */
  record Line(String path) {}

  /** What stands in one box. */
  private static final class Node {
    private final EvidenceView first;
    private final @Nullable Node from;
    private final List<Node> children = new ArrayList<>();
    private int count = 1;
    private int x;
    private int y;

    Node(EvidenceView first, @Nullable Node from) {
      this.first = first;
      this.from = from;
    }
  }

  private record Alike(@Nullable String from, EntityKind kind, Verdict verdict) {}

  static CaseGraph of(List<EvidenceView> evidence) {
    boolean folds = evidence.size() > MOST_SINGLE;
    var roots = new ArrayList<Node>();
    var byKey = new HashMap<String, Node>();
    Map<Alike, Node> alike = new LinkedHashMap<>();
    evidence.stream()
        .sorted(
            Comparator.comparingInt(EvidenceView::depth)
                .thenComparing(EvidenceView::verdict, Comparator.reverseOrder()))
        .forEach(
            piece -> {
              var from = piece.foundFrom() == null ? null : byKey.get(piece.foundFrom());
              var group =
                  new Alike(
                      from == null ? null : from.first.entityKey(),
                      piece.entity().kind(),
                      piece.verdict());
              var same = folds ? alike.get(group) : null;
              if (same != null) {
                same.count++;
                byKey.put(piece.entityKey(), same);
              } else {
                var node = new Node(piece, from);
                byKey.put(piece.entityKey(), node);
                alike.put(group, node);
                (from == null ? roots : from.children).add(node);
              }
            });
    var placed = new ArrayList<Node>();
    int row = 0;
    for (var root : roots) {
      row = place(root, 0, row, placed);
    }
    var shown = placed.subList(0, Math.min(placed.size(), MOST_BOXES));
    int width = shown.stream().mapToInt(n -> n.x + WIDE + EDGE).max().orElse(WIDE);
    int height = shown.stream().mapToInt(n -> n.y + HIGH + EDGE).max().orElse(HIGH);
    return new CaseGraph(
        shown.stream().map(CaseGraph::box).toList(),
        shown.stream().filter(n -> n.from != null).map(CaseGraph::line).toList(),
        width,
        height,
        folds);
  }

  /** A thing stands beside the first of what was found from it; returns the next free row. */
  private static int place(Node node, int column, int row, List<Node> placed) {
    node.x = EDGE + column * ACROSS;
    node.y = EDGE + row * DOWN;
    placed.add(node);
    int next = row;
    for (var child : node.children) {
      next = place(child, column + 1, next, placed);
    }
    return Math.max(next, row + 1);
  }

  private static Box box(Node node) {
    var piece = node.first;
    var kind = kind(piece.entity().kind());
    var label = node.count == 1 ? piece.label() : node.count + " " + many(piece.entity().kind());
    var tag = Words.verdict(piece.verdict());
    return new Box(
        node.x,
        node.y,
        switch (piece.verdict()) {
          case MALICIOUS -> "mal";
          case SUSPICIOUS -> "sus";
          case NO_THREATS_FOUND -> "ok";
          case UNKNOWN -> "unk";
        },
        tag.shape(),
        kind,
        Excerpt.of(label, fitting(label)),
        tag.word() + ": " + label);
  }

  /** How many letters of a name have room. */
  private static int fitting(String name) {
    int room = ROOM;
    for (int at = 0; at < name.length(); at++) {
      room -= width(name.charAt(at));
      if (room < 0) {
        return at;
      }
    }
    return name.length();
  }

  private static int width(char letter) {
    return letter >= IDEOGRAPHS || BROAD.indexOf(letter) >= 0
        ? 136
        : SLIM.indexOf(letter) >= 0 ? 55 : Character.isUpperCase(letter) ? 103 : 83;
  }

  private static Line line(Node node) {
    var from = Objects.requireNonNull(node.from);
    int x1 = from.x + WIDE;
    int y1 = from.y + HIGH / 2;
    int y2 = node.y + HIGH / 2;
    int middle = (x1 + node.x) / 2;
    return new Line(
        "M%d %dC%d %d %d %d %d %d".formatted(x1, y1, middle, y1, middle, y2, node.x, y2));
  }

  static String kind(EntityKind kind) {
    return switch (kind) {
      case DEVICE -> "Device";
      case FILE -> "File";
      case PROCESS -> "Process";
      case URL -> "URL";
      case IP -> "IP address";
      case MAIL_MESSAGE -> "Message";
      case MAIL_CLUSTER -> "Similar messages";
      case MAILBOX -> "Mailbox";
      case MAILBOX_RULE -> "Mailbox rule";
      case USER -> "User";
      case REGISTRY_ENTRY -> "Registry entry";
      case SCHEDULED_TASK -> "Scheduled task";
      case SERVICE -> "Service";
      case DRIVER -> "Driver";
      case OTHER -> "Other";
    };
  }

  private static String many(EntityKind kind) {
    return switch (kind) {
      case DEVICE -> "devices";
      case FILE -> "files";
      case PROCESS -> "processes";
      case URL -> "URLs";
      case IP -> "IP addresses";
      case MAIL_MESSAGE -> "messages";
      case MAIL_CLUSTER -> "groups of similar messages";
      case MAILBOX -> "mailboxes";
      case MAILBOX_RULE -> "mailbox rules";
      case USER -> "users";
      case REGISTRY_ENTRY -> "registry entries";
      case SCHEDULED_TASK -> "scheduled tasks";
      case SERVICE -> "services";
      case DRIVER -> "drivers";
      case OTHER -> "other things";
    };
  }
}
