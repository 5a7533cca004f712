package dev.quaestor.starter.api;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Says in a problem document what the container refuses before any filter: a request line or path
 * that it cannot read. Public with a public constructor, because the container makes it by name.
 */
public final class ContainerProblems extends ErrorReportValve {

  /** In place of the page that the container would show. */
  static void into(Context context) {
    var host = (StandardHost) context.getParent();
    for (var valve : host.getPipeline().getValves()) {
      if (valve instanceof ErrorReportValve) {
        host.getPipeline().removeValve(valve);
      }
    }
    host.setErrorReportValveClass(ContainerProblems.class.getName());
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    var status =
        Optional.ofNullable(HttpStatus.resolve(response.getStatus()))
            .orElse(HttpStatus.BAD_REQUEST);
    var problem = ApiProblem.of(status, "The request cannot be read: " + status.getReasonPhrase());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    try {
      response.getOutputStream().write(QuaestorJson.mapper().writeValueAsBytes(problem));
      response.finishResponse();
    } catch (IOException e) {
      container.getLogger().debug("the caller has gone away", e);
    }
  }
}
