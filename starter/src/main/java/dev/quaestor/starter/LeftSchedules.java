package dev.quaestor.starter;

import dev.quaestor.starter.AlertSourceProperties.Source;
import dev.quaestor.wire.WorkflowIds;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Schedules that have a source of alerts read which is not in the settings now. They are named and
 * not removed: another starter may have been told of a source that this one has not heard of yet.
 */
final class LeftSchedules {
  private static final String PREFIX = WorkflowIds.alertFeed("");
  private static final int CALL_SECONDS = 5;
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 20;

  private LeftSchedules() {}

  /**
   * Their ids.
   *
   * @param sources that are set
   * @throws StatusRuntimeException when Temporal does not say; UNIMPLEMENTED by the one in the JVM
   */
  static List<String> of(WorkflowServiceStubs stubs, String namespace, Collection<Source> sources) {
    var left = new TreeSet<String>();
    var page = ListSchedulesResponse.getDefaultInstance();
    for (int n = 0; n < MOST_PAGES && (n == 0 || !page.getNextPageToken().isEmpty()); n++) {
      page =
          stubs
              .blockingStub()
              .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
              .listSchedules(
                  ListSchedulesRequest.newBuilder()
                      .setNamespace(namespace)
                      .setMaximumPageSize(PAGE)
                      .setNextPageToken(page.getNextPageToken())
                      .build());
      page.getSchedulesList().stream()
          .map(schedule -> schedule.getScheduleId())
          .filter(id -> id.startsWith(PREFIX))
          .forEach(left::add);
    }
    sources.forEach(source -> left.remove(WorkflowIds.alertFeed(source.name())));
    return List.copyOf(left);
  }

  static String sentence(List<String> left) {
    return "Temporal has alerts read by schedules whose sources are not set, and nothing comes of it: "
        + String.join(", ", left)
        + ".";
  }

  static String remedy(List<String> left) {
    return "Set the source in quaestor.alert-sources of every starter again, or take the schedule away: "
        + "temporal schedule delete --schedule-id "
        + left.getFirst();
  }
}
