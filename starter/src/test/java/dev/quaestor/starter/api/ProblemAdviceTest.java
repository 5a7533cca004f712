package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

class ProblemAdviceTest {

  @Test
  void aDatabaseThatGoesAwayInTheMiddleOfSomethingIsAwayAndNoDefect() {
    var advice = new ExceptionHandlerMethodResolver(ProblemAdvice.class);
    for (var said :
        List.of(
            new DataAccessResourceFailureException("no space left"),
            new TransientDataAccessResourceException("terminating connection"),
            new RecoverableDataAccessException("the connection was reset"),
            new QueryTimeoutException("it takes too long"),
            new CannotCreateTransactionException("could not open a connection"),
            new TransactionSystemException("JDBC rollback failed"))) {
      assertThat(advice.resolveMethod(said))
          .as(said.getClass().getSimpleName())
          .isNotNull()
          .extracting(method -> method.getName())
          .isEqualTo("database");
    }
  }
}
