package dev.quaestor.tools;

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

/**
 * The laws of this module: nothing of the house needs it, and scoring needs nothing of the house.
 */
@AnalyzeClasses(
    packages = "dev.quaestor.tools",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ToolsArchitectureTest {

  @ArchTest
  static final ArchRule verdictsAreScoredWithNothingStarted =
      noClasses()
          .that()
          .resideInAPackage("dev.quaestor.tools.verdicts")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.quaestor.standalone..",
              "dev.quaestor.lab..",
              "io.temporal.client..",
              "java.net.http..");

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
