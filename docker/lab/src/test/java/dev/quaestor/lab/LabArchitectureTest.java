package dev.quaestor.lab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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

/** The laws of this module: it stands for Microsoft, and Microsoft does not know us. */
@AnalyzeClasses(packages = "dev.quaestor.lab", importOptions = ImportOption.DoNotIncludeTests.class)
class LabArchitectureTest {

  @ArchTest
  static final ArchRule theLabKnowsNothingOfTheEngine =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.quaestor..").and(not(resideInAPackage("dev.quaestor.lab.."))));

  @ArchTest
  static final ArchRule theTenantDoesNotKnowHowItIsAsked =
      noClasses()
          .that()
          .resideInAPackage("dev.quaestor.lab.tenant")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..lab.graph..",
              "..lab.defender..",
              "..lab.hunting..",
              "..lab.http..",
              "..lab.token..",
              "com.sun.net..");

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
