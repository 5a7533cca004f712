package dev.quaestor.connector.capability;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * A law of a contract that a back end cannot keep. It is tried all the same: kept, the exemption is
 * the error.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Exempt.Several.class)
public @interface Exempt {
  /** The method of the contract. */
  String law();

  /** What keeps the back end from it, for whoever reads the report. */
  String because();

  /** All of one class. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface Several {
    Exempt[] value();
  }

  /** Sees to it that an exemption names a law, and one that is not kept. */
  final class Check implements BeforeAllCallback, InvocationInterceptor {
    @Override
    public void beforeAll(ExtensionContext context) {
      var contract = context.getRequiredTestClass();
      for (var exempt : AnnotationSupport.findRepeatableAnnotations(contract, Exempt.class)) {
        if (laws(contract).noneMatch(exempt.law()::equals)) {
          throw new IllegalStateException("there is no law " + exempt.law() + " to be exempt from");
        }
        if (exempt.because().isBlank()) {
          throw new IllegalStateException("the exemption from " + exempt.law() + " has no reason");
        }
      }
    }

    private static Stream<String> laws(Class<?> contract) {
      return contract == Object.class
          ? Stream.empty()
          : Stream.concat(
              Arrays.stream(contract.getDeclaredMethods()).map(Method::getName),
              laws(contract.getSuperclass()));
    }

    @Override
    public void interceptTestMethod(
        Invocation<Void> law, ReflectiveInvocationContext<Method> of, ExtensionContext context)
        throws Throwable {
      proceed(law, of);
    }

    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> law, ReflectiveInvocationContext<Method> of, ExtensionContext context)
        throws Throwable {
      proceed(law, of);
    }

    private static void proceed(Invocation<Void> law, ReflectiveInvocationContext<Method> of)
        throws Throwable {
      var exempt =
          AnnotationSupport.findRepeatableAnnotations(of.getTargetClass(), Exempt.class).stream()
              .filter(e -> e.law().equals(of.getExecutable().getName()))
              .findFirst();
      if (exempt.isEmpty()) {
        law.proceed();
        return;
      }
      try {
        law.proceed();
      } catch (Exception | AssertionError notKept) {
        throw new TestAbortedException(exempt.get().because(), notKept);
      }
      throw new AssertionError("the law is kept, so there is no reason for an exemption");
    }
  }
}
