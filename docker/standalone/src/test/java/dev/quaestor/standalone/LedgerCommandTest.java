package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.Repair;
import dev.quaestor.starter.repair.RepairReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerCommandTest {
  private static String summary(long read, List<String> unread) {
    return LedgerCommand.RepairLedger.summary(
        new Repair.Done(new RepairReport(read, List.of(), List.of(), unread), 0), false);
  }

  @Test
  void whatCouldNotBeReadIsNotSaidToBeWhole() {
    assertThat(summary(5, List.of())).isEqualTo("5 workflows were read; nothing is missing.");
    assertThat(summary(0, List.of("investigation/a: no key", "investigation/b: no key")))
        .isEqualTo(
            "0 workflows were read, 2 could not be, and what is missing of it nobody knows; nothing"
                + " else is missing.");
  }
}
