package dev.quaestor.tools.ledger;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Something that people ask of the API.
 *
 * @param what in a few words
 * @param path below {@code /api/v1}
 */
record Question(String what, String path) {

  /** What costs no more than to be known: a token is looked up by its key, and nothing else. */
  static final Question FLOOR = new Question("floor: who am I", "/whoami");

  private static String q(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * A file, as far as the ledger knows it. Through the API its back ends are asked too, by a
   * workflow, and here is no worker: it would be a wait for nobody that was measured.
   */
  static Question ofFile(String hash) {
    return new Question("one file, ledger alone", "/files/" + hash);
  }

  /** The hash of a file of such a ledger. */
  static String file(long cases) {
    var kind = Kind.ALL.get(1);
    return Kind.sha256(Filling.hashMark(kind, Math.max(1, Filling.copies(kind, cases) / 2)));
  }

  /** Of a ledger that was filled with so many cases. */
  static List<Question> of(long cases) {
    var kind = Kind.ALL.get(1);
    var mark = Filling.mark(kind, Math.max(1, Filling.copies(kind, cases) / 2));
    var device = q(Kind.device(mark));
    var user = q(Kind.user(mark));
    return List.of(
        FLOOR,
        new Question("investigations", "/investigations"),
        new Question("investigations that wait", "/investigations?state=PENDING_APPROVAL"),
        new Question("investigations to look at", "/investigations?attention=true"),
        new Question("investigations, severity", "/investigations?severity=HIGH"),
        new Question("investigations, verdict", "/investigations?verdict=MALICIOUS"),
        new Question("investigations, device id", "/investigations?device=" + device),
        new Question("investigations, device name", "/investigations?device=" + q(Kind.host(mark))),
        new Question("investigations, user", "/investigations?user=" + user),
        new Question("investigations, rare words", "/investigations?q=invoice-" + q(mark)),
        new Question("investigations, words of all", "/investigations?q=ransomware"),
        new Question("investigations, words of none", "/investigations?q=nobody+wrote+this"),
        new Question("investigations, page 19", "/investigations?page=19"),
        new Question("actions that wait", "/actions?status=pending"),
        new Question("actions that wait, gravest", "/actions?status=pending&sort=-severity"),
        new Question("actions that wait, words", "/actions?status=pending&q=isolate"),
        new Question("history", "/actions?status=history"),
        new Question("history, type", "/actions?status=history&type=ISOLATE_DEVICE"),
        new Question(
            "history, decided by", "/actions?status=history&decidedBy=analyst-1%40corp.example"),
        new Question("history, decided by nobody", "/actions?status=history&decidedBy=Automation"),
        new Question("history, device", "/actions?status=history&device=" + device),
        new Question("history, user", "/actions?status=history&user=" + user),
        new Question("history, rare words", "/actions?status=history&q=" + q(mark + "-1")),
        new Question("history, words of all", "/actions?status=history&q=isolate"),
        new Question("history, words of none", "/actions?status=history&q=nobody+wrote+this"),
        new Question("history, page 19", "/actions?status=history&page=19"),
        new Question("counts", "/actions/counts"),
        new Question("one action", "/actions/" + Kind.actionId(mark, 1)),
        new Question("its undo", "/actions/" + Kind.actionId(mark, 1) + "/undo"),
        new Question("one investigation", "/investigations/" + kind.id(mark)),
        new Question("its log", "/investigations/" + kind.id(mark) + "/log"),
        new Question("overview", "/overview"));
  }
}
