package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.call.LogContext;
import dev.quaestor.entity.Device;
import dev.quaestor.ledger.LedgerBatch;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.Header;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Whatever is logged of a case says which. */
class LogContextTest {
  private final Map<String, String> meanwhile = new HashMap<>();

  private void look() {
    var now = MDC.getCopyOfContextMap();
    if (now != null) {
      meanwhile.putAll(now);
    }
  }

  private static boolean isOver() {
    return MDC.get(LogContext.INVESTIGATION) == null && MDC.get(LogContext.ACTION) == null;
  }

  private Map<String, String> duringActivity(Object argument) {
    meanwhile.clear();
    new LogContext()
        .interceptActivity(
            new ActivityInboundCallsInterceptor() {
              @Override
              public void init(ActivityExecutionContext context) {}

              @Override
              public ActivityOutput execute(ActivityInput input) {
                look();
                return new ActivityOutput(null);
              }
            })
        .execute(
            new ActivityInboundCallsInterceptor.ActivityInput(
                Header.empty(), new Object[] {argument}));
    assertThat(isOver()).isTrue();
    return meanwhile;
  }

  private Map<String, String> duringRequest(String path) throws Exception {
    meanwhile.clear();
    new RequestLogContext()
        .doFilter(
            new MockHttpServletRequest("GET", path),
            new MockHttpServletResponse(),
            (request, response) -> look());
    assertThat(isOver()).isTrue();
    return meanwhile;
  }

  @Test
  void anActivityTellsWhatItIsAbout() {
    var device = new Device("d1", "pc-1", "Windows11", null, List.of(), List.of());
    assertThat(
            duringActivity(
                new RemediationActivities.Command(
                    "act-1",
                    "inv-1",
                    new DeviceAction.IsolateDevice(device, DeviceAction.Isolation.FULL),
                    "why",
                    null)))
        .containsEntry("investigationId", "inv-1")
        .containsEntry("actionId", "act-1");
    assertThat(duringActivity(new LedgerBatch("inv-2", "inv-2", List.of())))
        .isEqualTo(Map.of("investigationId", "inv-2"));
    assertThat(duringActivity("something else")).isEmpty();
  }

  @Test
  void aRequestTellsWhatItAsksFor() throws Exception {
    assertThat(duringRequest("/api/v1/investigations/inv-1/log"))
        .isEqualTo(Map.of("investigationId", "inv-1"));
    assertThat(duringRequest("/actions/act-1")).isEqualTo(Map.of("actionId", "act-1"));
    assertThat(duringRequest("/api/v1/investigations")).isEmpty();
  }

  @Test
  void aPathOfSomebodyElsesMakingTellsNothing() throws Exception {
    for (var made :
        List.of("", "inv-1%0a2026", "inv 1", "{x}", "inv-1;x=1", "a".repeat(201), "inv\u20281")) {
      assertThat(duringRequest("/api/v1/investigations/" + made)).as(made).isEmpty();
    }
  }
}
