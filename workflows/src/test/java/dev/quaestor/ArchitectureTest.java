package dev.quaestor;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The laws of this module. Workflow code is replayed for years: what breaks one breaks a case. */
@AnalyzeClasses(packages = "dev.quaestor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** Static doors to the time, chance and surroundings of one machine, by class and method. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.ZoneId.systemDefault",
          "java.util.Locale.getDefault",
          "java.util.UUID.randomUUID",
          "java.lang.Math.random",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.identityHashCode",
          "java.util.Collection.parallelStream",
          "java.util.stream.BaseStream.parallel");

  @ArchTest
  static final ArchRule workflowsDecideAndNeverAct =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "org.springframework..",
                      "java.sql..",
                      "javax.sql..",
                      "java.net..",
                      "java.net.http..",
                      "java.io..",
                      "java.nio.file..",
                      "java.nio.channels..")
                  .and(
                      not(
                          describe(
                              "Serializable", c -> c.isEquivalentTo(java.io.Serializable.class)))));

  @ArchTest
  static final ArchRule noWorkflowAsksTheClockOrChanceOrItsMachine =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "it is a door to the clock, chance or the machine",
                  (JavaAccess<?> a) ->
                      ELSEWHERE.contains(
                          a.getTarget().getOwner().getName() + "." + a.getTarget().getName())))
          .orShould()
          .dependOnClassesThat(
              describe(
                  "are a clock or a source of chance",
                  c ->
                      Set.of(
                              "java.time.Clock",
                              "java.util.Random",
                              "java.util.Timer",
                              "java.security.SecureRandom")
                          .contains(c.getName())));

  @ArchTest
  static final ArchRule noWorkflowStartsAThreadOrHoldsALock =
      noClasses()
          .should()
          .dependOnClassesThat(
              describe("are threads", (JavaClass c) -> c.isAssignableTo(Thread.class))
                  .or(resideInAPackage("java.util.concurrent.locks.."))
                  .or(
                      // Atomic references only carry a value out of a lambda.
                      resideInAPackage("java.util.concurrent")
                          .and(
                              not(
                                  describe(
                                      "TimeUnit",
                                      c ->
                                          c.isEquivalentTo(
                                              java.util.concurrent.TimeUnit.class))))));

  /** Circles hide in rooms that grow: each room is a floor of its own. */
  @ArchTest
  static final ArchRule noRoomsStandInACircle =
      slices().matching("dev.quaestor.(**)").should().beFreeOfCycles();

  private static final DescribedPredicate<JavaClass> A_CONTRACT_OF_TEMPORAL =
      describe(
          "a contract of Temporal",
          c ->
              Set.of(
                      "io.temporal.activity.ActivityInterface",
                      "io.temporal.activity.ActivityMethod")
                  .contains(c.getName()));

  /**
   * What waits, calls or is called by Temporal, one by one; whatever else there is, in any room, is
   * plain Java.
   */
  private static final DescribedPredicate<JavaClass> PART_OF_A_WORKFLOW =
      describe(
          "part of a workflow",
          c -> {
            var name = outermost(c).getName().substring("dev.quaestor.".length());
            return name.startsWith("call.")
                || name.endsWith("Workflow")
                || name.endsWith("WorkflowImpl")
                || Set.of(
                        "Workflows",
                        "wire.IncomingSignal",
                        "wire.QuaestorJson",
                        "wire.SearchKeys",
                        "investigation.CaseFile",
                        "investigation.CaseMessages",
                        "investigation.CaseRemediation",
                        "investigation.CaseSearchAttributes",
                        "investigation.LedgerFeed")
                    .contains(name);
          });

  private static JavaClass outermost(JavaClass c) {
    return c.getEnclosingClass().map(ArchitectureTest::outermost).orElse(c);
  }

  @ArchTest
  static final ArchRule theDomainKnowsNothingOfTemporal =
      noClasses()
          .that(not(PART_OF_A_WORKFLOW))
          .should()
          .dependOnClassesThat(resideInAPackage("io.temporal..").and(not(A_CONTRACT_OF_TEMPORAL)));

  @ArchTest
  static final ArchRule rulesDoNotKnowTheCaseTheyAreAppliedTo =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.quaestor.alert",
              "dev.quaestor.entity",
              "dev.quaestor.evidence",
              "dev.quaestor.policy",
              "dev.quaestor.approval",
              "dev.quaestor.action",
              "dev.quaestor.ledger",
              "dev.quaestor.board",
              "dev.quaestor.call",
              "dev.quaestor.order")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.quaestor.investigation");

  @ArchTest
  static final ArchRule everyRoomSaysWhyItExistsAndIsNullMarked =
      classes()
          .should(
              new ArchCondition<>("lie in a package with a NullMarked package-info") {
                @Override
                public void check(JavaClass c, ConditionEvents events) {
                  var marked = c.getPackage().isAnnotatedWith(NullMarked.class);
                  events.add(
                      new SimpleConditionEvent(
                          c, marked, c.getPackageName() + " has no NullMarked package-info"));
                }
              });
}
