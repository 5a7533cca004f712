package dev.quaestor;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The laws of this module. Workflow code is replayed for years: what breaks one breaks a case. */
@AnalyzeClasses(packages = "dev.quaestor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** Doors to the time, chance and surroundings of one machine, by class and method or field. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.LocalTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.OffsetTime.now",
          "java.time.Year.now",
          "java.time.YearMonth.now",
          "java.time.ZonedDateTime.now",
          "java.time.ZoneId.systemDefault",
          "java.util.Locale.getDefault",
          "java.util.UUID.randomUUID",
          "java.util.Collections.shuffle",
          "java.nio.charset.Charset.defaultCharset",
          "java.lang.Math.random",
          "java.lang.Class.forName",
          "java.lang.Class.getResource",
          "java.lang.Class.getResourceAsStream",
          "java.lang.Object.hashCode",
          "java.lang.Object.wait",
          "java.lang.Object.notify",
          "java.lang.Object.notifyAll",
          "java.util.Collection.parallelStream",
          "java.util.stream.BaseStream.parallel");

  /** Of {@code System} nothing else is the same everywhere. */
  private static final Set<String> OF_THE_SYSTEM = Set.of("arraycopy", "lineSeparator");

  /** Each is a clock, a source of chance, or a door to the machine as a whole. */
  private static final Set<String> MACHINE_CLASSES =
      Set.of(
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Calendar",
          "java.util.Date",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Timer",
          "java.util.TimeZone",
          "java.security.SecureRandom",
          "java.lang.ClassLoader",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.lang.ThreadLocal");

  /** How a collection or a map is gone through. */
  private static final Set<String> WALKS =
      Set.of(
          "iterator",
          "spliterator",
          "stream",
          "forEach",
          "toArray",
          "toString",
          "entrySet",
          "keySet",
          "values");

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
                  (JavaAccess<?> a) -> isElsewhere(a.getTarget().getOwner(), a.getName())))
          .orShould()
          .dependOnClassesThat(
              describe(
                  "are a clock, a source of chance or the machine",
                  c -> MACHINE_CLASSES.contains(c.getName())));

  private static boolean isElsewhere(JavaClass owner, String member) {
    if (owner.isEquivalentTo(System.class)) {
      return !OF_THE_SYSTEM.contains(member);
    }
    return ELSEWHERE.contains(owner.getName() + "." + member)
        || (member.equals("hashCode") && owner.reflect().isEnum());
  }

  /**
   * {@code HashSet} goes by hashes, and those of enums differ from one JVM to the next; {@code
   * Set.of} and {@code Map.of} are shuffled anew in each. What comes out of them in some order ends
   * in a command or in a text; looking something up in them is fine.
   */
  @ArchTest
  static final ArchRule whatIsGoneThroughHasAnOrder =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "it goes through what promises no order",
                  (JavaAccess<?> a) ->
                      WALKS.contains(a.getName()) && promisesNoOrder(a.getTarget().getOwner())));

  private static boolean promisesNoOrder(JavaClass c) {
    return isA(c, Iterable.class, Map.class)
        && !isA(c, SequencedCollection.class, SequencedMap.class, EnumSet.class, EnumMap.class);
  }

  /** Asks the class itself: what is not imported has no supertypes for ArchUnit. */
  private static boolean isA(JavaClass c, Class<?>... types) {
    return c.getPackageName().startsWith("java.")
        && Stream.of(types).anyMatch(t -> t.isAssignableFrom(c.reflect()));
  }

  /** It would outlive the run that set it, and a replay would find it set. */
  @ArchTest
  static final ArchRule nothingIsRememberedBetweenRuns =
      fields().that().areStatic().should().beFinal();

  /** A plain logger says everything again at each replay. */
  @ArchTest
  static final ArchRule noWorkflowLogsTwice =
      noClasses().should().dependOnClassesThat().haveFullyQualifiedName("org.slf4j.LoggerFactory");

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

  @ArchTest
  static final ArchRule noWorkflowWaitsForAnotherThread =
      noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);

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
                        "wire.ClaimCheck",
                        "wire.EncodedPayloads",
                        "wire.PayloadEncryption",
                        "wire.UnreadablePayload",
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
