package dev.quaestor.starter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.temporal.client.WorkflowClient;
import java.util.Set;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(
    packages = "dev.quaestor.starter",
    importOptions = ImportOption.DoNotIncludeTests.class)
class StarterArchitectureTest {

  @ArchTest
  static final ArchRule only_five_doors_lead_to_workflows =
      noClasses()
          .that()
          // One a verb: an alert comes in, a person decides, a person orders, a question is asked,
          // alerts are fetched.
          .doNotHaveFullyQualifiedName(Submissions.class.getName())
          .and()
          .doNotHaveFullyQualifiedName(Decisions.class.getName())
          .and()
          .doNotHaveFullyQualifiedName(Orders.class.getName())
          .and()
          .doNotHaveFullyQualifiedName(Lookups.class.getName())
          .and()
          .doNotHaveFullyQualifiedName(AlertSchedules.class.getName())
          // What they share; nobody else can see it.
          .and()
          .doNotHaveFullyQualifiedName(TemporalAccess.class.getName())
          // These two build the client and host the ledger on it; they start and signal nothing.
          .and()
          .doNotHaveFullyQualifiedName(TemporalConfiguration.class.getName())
          .and()
          .doNotHaveFullyQualifiedName(ActionCenterWorker.class.getName())
          // It asks whether they run, and nothing else.
          .and()
          .doNotHaveFullyQualifiedName(WorkflowFate.class.getName())
          .should()
          .dependOnClassesThat()
          .areAssignableTo(WorkflowClient.class)
          .because("ids, signatures and time limits are made in one place");

  @ArchTest
  static final ArchRule controllers_answer_with_records_of_their_own =
      methods()
          .that()
          .areMetaAnnotatedWith(RequestMapping.class)
          .and()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(RestController.class)
          .should(answerWithNothingOfTheDomain())
          .because("a change in the domain must not change the contract by accident");

  @ArchTest
  static final ArchRule only_the_ledger_speaks_sql =
      noClasses()
          .that()
          .resideOutsideOfPackage("..ledger..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..");

  @ArchTest
  static final ArchRule the_command_line_starts_without_spring =
      noClasses()
          .that()
          .resideInAPackage("..cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule no_rooms_stand_in_a_circle =
      slices().matching("dev.quaestor.(**)").should().beFreeOfCycles();

  private static final Set<String> OF_THE_CONTRACT =
      Set.of("dev.quaestor.starter.api", "dev.quaestor.starter.view");

  private static ArchCondition<JavaMethod> answerWithNothingOfTheDomain() {
    return new ArchCondition<>("answer with nothing of the domain or the ledger") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        method.getReturnType().getAllInvolvedRawTypes().stream()
            .map(JavaClass::getPackageName)
            .filter(p -> p.startsWith("dev.quaestor"))
            .filter(p -> !OF_THE_CONTRACT.contains(p))
            .forEach(
                p ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " answers with a type of " + p)));
      }
    };
  }
}
