package dev.quaestor.authority;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.call.IncomingMessages;
import dev.quaestor.call.LogContext;
import dev.quaestor.call.RemediationRun;
import dev.quaestor.call.UndoRun;
import dev.quaestor.feed.AlertFeedWorkflow;
import dev.quaestor.investigation.InvestigationStart;
import dev.quaestor.investigation.InvestigationWorkflow;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.lookup.LookupWorkflow;
import dev.quaestor.order.RemediationWorkflow;
import dev.quaestor.order.RemediationWorkflowImpl;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.order.UndoWorkflowImpl;
import dev.quaestor.wire.IncomingSignal;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way into a workflow takes what is signed, and every way to the world is behind that. */
class NothingUnsignedTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.quaestor");

  /**
   * What else comes in: an alert in a start is signed for itself and nothing else of it counts; a
   * look-up only reads; a name says which source is to be read a little earlier.
   */
  private static final Set<Class<?>> CHANGES_NOTHING =
      Set.of(InvestigationStart.class, LookupRequest.class, String.class);

  /** What takes nothing at all is a question to the ledger, whoever asks it. */
  private static final Set<String> SAYS_NOTHING = Set.of(UndoRun.TAKEN_BACK);

  static Stream<Method> waysIn() {
    return Stream.of(
            InvestigationWorkflow.class,
            RemediationWorkflow.class,
            UndoWorkflow.class,
            LookupWorkflow.class,
            AlertFeedWorkflow.class)
        .flatMap(workflow -> Arrays.stream(workflow.getMethods()))
        .filter(method -> !method.isAnnotationPresent(QueryMethod.class));
  }

  @ParameterizedTest
  @MethodSource("waysIn")
  void whatASignalAnUpdateOrAStartTakesIsASignedMessage(Method method) {
    assertThat(method.getParameterTypes())
        .hasSize(SAYS_NOTHING.contains(method.getName()) ? 0 : 1)
        .allMatch(
            type ->
                SignedMessage.class.isAssignableFrom(type)
                    || type == RawValue.class
                    || CHANGES_NOTHING.contains(type));
  }

  /** It reads signed messages alone, by the bound of its type. */
  @Test
  void whatASignalCarriesIsReadInOnePlace() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(IncomingMessages.class)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(IncomingSignal.class)
        .check(
            ALL.that(
                com.tngtech.archunit.base.DescribedPredicate.not(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(
                        IncomingSignal.class))));
  }

  @Test
  void onlyWhatAskedWhoMayReachesTheWorld() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(
            RemediationWorkflowImpl.class,
            UndoWorkflowImpl.class,
            RemediationRun.class,
            UndoRun.class,
            // In an activity: it reads from its command what a line of the log is about.
            LogContext.class)
        .and()
        .haveNameNotMatching("dev\\.quaestor\\.investigation\\.CaseRemediation(\\$.*)?")
        .and()
        .resideOutsideOfPackages("dev.quaestor.action..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(RemediationActivities.class, RemediationRun.class, UndoRun.class)
        .check(ALL);
  }
}
