package dev.quaestor.worker;

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

/** The laws of this module: it builds, registers and polls, and knows no vendor by its insides. */
@AnalyzeClasses(
    packages = "dev.quaestor.worker",
    importOptions = ImportOption.DoNotIncludeTests.class)
class WorkerArchitectureTest {

  @ArchTest
  static final ArchRule noBackEndIsTalkedToFromHere =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net.http..", "dev.quaestor.connector.http..", "java.sql..", "javax.sql..");

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
