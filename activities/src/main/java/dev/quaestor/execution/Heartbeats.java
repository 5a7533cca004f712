package dev.quaestor.execution;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says for every activity that may be silent only so long, while it runs, that this worker lives: a
 * look-up or a download takes its minutes without a word, and when the worker is killed another one
 * takes over seconds later instead of when the attempt would have timed out. An attempt that hangs
 * is still ended by its own time-out.
 */
public final class Heartbeats extends WorkerInterceptorBase {
  /** So many beats fit into the silence after which an attempt counts as dead. */
  private static final int BEATS = 4;

  private static final ScheduledExecutorService CLOCK =
      Executors.newScheduledThreadPool(
          1, Thread.ofPlatform().daemon().name("activity-heartbeats").factory());

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      private @Nullable ActivityExecutionContext context;

      @Override
      public void init(ActivityExecutionContext own) {
        context = own;
        super.init(own);
      }

      @Override
      public ActivityOutput execute(ActivityInput input) {
        var running = Objects.requireNonNull(context);
        var silence = running.getInfo().getHeartbeatTimeout();
        if (silence.isZero()) {
          return super.execute(input);
        }
        var beat = silence.dividedBy(BEATS).toMillis();
        // A beat may wait for the server: it must not hold up those of others.
        var beating =
            CLOCK.scheduleAtFixedRate(
                () -> Thread.startVirtualThread(() -> beat(running)),
                beat,
                beat,
                TimeUnit.MILLISECONDS);
        try {
          return super.execute(input);
        } finally {
          beating.cancel(false);
        }
      }
    };
  }

  private static void beat(ActivityExecutionContext context) {
    try {
      context.heartbeat(null);
    } catch (ActivityCompletionException nobodyWaits) {
      // The attempt goes on: what it does to a back end must not stop half-way.
    }
  }
}
