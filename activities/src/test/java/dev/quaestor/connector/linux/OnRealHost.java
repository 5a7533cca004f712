package dev.quaestor.connector.linux;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * On one Linux host of its own, which a class of tests and those within it share: made before the
 * first and taken down after the last of them; their methods take it as a {@link RealHost}. Skipped
 * where none can be made.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnRealHost.Making.class)
@EnabledOnOs(OS.LINUX)
@interface OnRealHost {

  /** Makes it, and takes it down. */
  final class Making implements BeforeAllCallback, ParameterResolver {
    private static final Namespace OWN = Namespace.create(OnRealHost.class);

    /** Closed with the context that made it. */
    private record Made(RealHost host, Path folder) implements AutoCloseable {
      @Override
      public void close() throws IOException {
        host.close();
        try (var files = Files.walk(folder)) {
          for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RealHost.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return Objects.requireNonNull(made(context)).host();
    }

    /**
     * Here, because what skips a test may be thrown here and not while its parameters are found.
     */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
      if (made(context) == null) {
        var folder = Files.createTempDirectory("quaestor-host");
        context.getStore(OWN).put(OnRealHost.class, new Made(RealHost.up(folder), folder));
      }
    }

    private static @Nullable Made made(ExtensionContext context) {
      return context.getStore(OWN).get(OnRealHost.class, Made.class);
    }
  }
}
