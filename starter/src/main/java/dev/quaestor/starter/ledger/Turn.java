package dev.quaestor.starter.ledger;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What only one may do at a time, whichever starter it is: what it decides by must not change
 * before it has written. Rows of cases are locked before a turn is taken, never after.
 */
enum Turn {
  /** Counts the cases that run, and lets one more in. */
  CAPACITY,
  /** Numbers a revision of the policy. */
  POLICY,
  /** Compares a name with all others, and gives it away. */
  NAMES,
  /** Removes a case that is past its time. */
  RETENTION;

  /** Waits for it, and has it until the transaction ends. */
  void take(JdbcClient jdbc) {
    jdbc.sql("select name from turn where name = ? for update")
        .param(name())
        .query(String.class)
        .single();
  }
}
