package dev.quaestor.starter;

import dev.quaestor.start.CannotStart;
import dev.quaestor.wire.SearchKeys;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes our search attributes known to the server. A dev server ignores {@code --search-attribute}
 * when its database exists, and a workflow that sets one that is unknown fails its task for ever,
 * so they are registered at every start and used only where they are there.
 */
final class SearchAttributeRegistration {
  private static final Logger log = LoggerFactory.getLogger(SearchAttributeRegistration.class);

  private static final int CALL_SECONDS = 10;

  private SearchAttributeRegistration() {}

  /** Whether the server has them all now. Never fails: without them there is less to filter by. */
  static boolean ensure(WorkflowServiceStubs stubs, String namespace) {
    try {
      register(stubs, namespace);
      return true;
    } catch (CannotStart ofAnotherType) {
      // Set with our type, it would fail each task of a case.
      log.warn(
          "{} Cases set no search attributes, so Temporal's lists cannot be filtered by them. {}",
          ofAnotherType.what(),
          ofAnotherType.remedy());
      return false;
    } catch (StatusRuntimeException e) {
      log.warn(
          "Temporal does not let Quaestor register search attributes ({}), so its lists "
              + "cannot be filtered by them; an operator can register them",
          e.getStatus().getCode());
      return false;
    }
  }

  /**
   * Whether any was missing.
   *
   * @throws StatusRuntimeException when Temporal does not let us
   * @throws CannotStart when one of them is there with another type
   */
  static boolean register(WorkflowServiceStubs stubs, String namespace) {
    var operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .validateAndBuildWithDefaults());
    try {
      var known = known(operator, namespace);
      requireOurTypes(known, namespace);
      var missing = new LinkedHashMap<>(SearchKeys.all());
      missing.keySet().removeAll(known.keySet());
      if (missing.isEmpty()) {
        return false;
      }
      operator
          .blockingStub()
          .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putAllSearchAttributes(missing)
                  .build());
      log.info("registered the search attributes {}", missing.keySet());
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
        return false;
      }
      throw e;
    } finally {
      operator.shutdown();
    }
  }

  /**
   * Those that the server does not have.
   *
   * @throws StatusRuntimeException when Temporal does not say
   * @throws CannotStart when one of them is there with another type
   */
  static Set<String> missing(WorkflowServiceStubs stubs, String namespace) {
    var operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .validateAndBuildWithDefaults());
    try {
      var known = known(operator, namespace);
      requireOurTypes(known, namespace);
      var missing = new TreeSet<>(SearchKeys.all().keySet());
      missing.removeAll(known.keySet());
      return missing;
    } finally {
      operator.shutdown();
    }
  }

  /** A name of ours that somebody has given another type; Temporal changes no type. */
  private static void requireOurTypes(Map<String, IndexedValueType> known, String namespace) {
    for (var ours : SearchKeys.all().entrySet()) {
      var there = known.getOrDefault(ours.getKey(), ours.getValue());
      if (there != ours.getValue()) {
        throw new CannotStart(
            "The search attribute %s of the namespace %s is of the type %s, and must be %s."
                .formatted(ours.getKey(), namespace, word(there), word(ours.getValue())),
            "Remove it (temporal operator search-attribute remove --name %s), then run ./quaestor bootstrap; or use another namespace."
                .formatted(ours.getKey()),
            null);
      }
    }
  }

  /** As Temporal's own commands have it. */
  private static String word(IndexedValueType type) {
    return type.name().replace("INDEXED_VALUE_TYPE_", "");
  }

  private static Map<String, IndexedValueType> known(
      OperatorServiceStubs operator, String namespace) {
    return operator
        .blockingStub()
        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
        .listSearchAttributes(
            ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
        .getCustomAttributesMap();
  }
}
