package dev.quaestor.starter.cli;

/** Answers of the API that speak for themselves. */
final class Canned {
  private Canned() {}

  static final String STARTED =
      """
      {"alerts":[{"alertId":"graph:a1","investigationId":"inv-1","joined":false}]}""";

  static final String PENDING_ISOLATION =
      """
      {"actionId":"act-1","type":"ISOLATE_DEVICE","summary":"Isolate device srv-db-01",
       "target":{"type":"device","deviceId":"d1","name":"srv-db-01"},"investigationId":"inv-1",
       "source":"AUTOMATED_DEVICE_ACTION","gate":"APPROVAL","because":"servers wait for a person",
       "verdict":"SUSPICIOUS","decision":"PENDING","execution":"NOT_STARTED","undo":"NOT_YET",
       "planHash":"c0ffee","expiresAt":"2026-11-30T15:50:01.123456Z"}""";

  static final String PENDING_WITH_FACTS =
      PENDING_ISOLATION.strip().substring(0, PENDING_ISOLATION.strip().length() - 1)
          + """
          ,"device":{"name":"srv-db-01","group":"Servers","system":"WindowsServer2022","kind":"SERVER"},
           "pending":{"reasons":[{"on":"evil.exe","verdict":"SUSPICIOUS","source":"vendor",
             "sentence":"Defender holds it for suspicious","weight":50}],
            "undo":{"possible":false,"sentence":"The old password is void"},
            "impact":{"devices":1,"sentence":"1 server; who is signed in is not known"},
            "whoMayDecide":"A device approver can decide this",
            "ifNobodyAnswers":"If nobody decides by 2026-11-30 15:50 UTC, it expires and nothing is done",
            "mayDecide":false,"mayNotDecideBecause":"This decision needs the role device-approver"}}""";

  static final String APPROVED_ISOLATION =
      PENDING_ISOLATION
          .replace("\"PENDING\"", "\"APPROVED\",\"decidedBy\":\"ada\"")
          .replace("NOT_STARTED", "RUNNING");

  static String report(String state, String action) {
    return """
        {"investigationId":"inv-1","state":"%s","because":"one action waits","severity":"HIGH",
         "title":"Suspicious process on srv-db-01","verdict":"SUSPICIOUS",
         "alerts":[{"alertId":"graph:a1","title":"Suspicious process"}],
         "evidence":[{"entity":{"type":"file","deviceId":"d1","name":"evil.exe","sha1":"%s"},
           "entityKey":"file:d1:aa","verdict":"SUSPICIOUS","remediationStatus":"PENDING_APPROVAL",
           "reasons":[{"source":"vendor","code":"VENDOR_SAYS_SUSPICIOUS",
             "sentence":"Defender holds it for suspicious","weight":50,"effect":"WEIGHS"}]}],
         "actions":[%s],"startedAt":"2026-11-23T15:50:01Z","policyRevision":3}"""
        .formatted(state, "a".repeat(40), action);
  }

  static String page(String... items) {
    return "{\"items\":[%s],\"total\":%d,\"page\":0,\"size\":50}"
        .formatted(String.join(",", items), items.length);
  }

  static String problem(int status, String title, String more) {
    return "{\"type\":\"urn:x\",\"title\":\"%s\",\"status\":%d%s}"
        .formatted(title, status, more.isEmpty() ? "" : "," + more);
  }
}
