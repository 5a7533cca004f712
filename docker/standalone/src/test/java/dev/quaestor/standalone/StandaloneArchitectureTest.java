package dev.quaestor.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.ArchCondition.from;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** The laws of this module: it sees all the house and decides nothing in it. */
@AnalyzeClasses(
    packages = "dev.quaestor.standalone",
    importOptions = ImportOption.DoNotIncludeTests.class)
class StandaloneArchitectureTest {

  @ArchTest
  static final ArchRule theHousePutsPartsTogetherAndKnowsNoRuleOfTheirs =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.quaestor.investigation..",
              "dev.quaestor.policy..",
              "dev.quaestor.approval..",
              "dev.quaestor.analyzer..",
              "dev.quaestor.connector..",
              "dev.quaestor.starter.ledger..");

  @ArchTest
  static final ArchRule noRoomsStandInACircle =
      slices().matching("dev.quaestor.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyRoomIsNullMarked =
      classes()
          .should(
              from(
                  describe(
                      "lie in a package that is NullMarked",
                      (JavaClass c) -> c.getPackage().isAnnotatedWith(NullMarked.class))));
}
