package dev.quaestor.standalone.estate;

import java.util.Map;

/** A back end of the estate that runs. */
public sealed interface Part permits LinuxHost, Mailboxes, Squid, Unbound, ClamAv, Accounts {

  /** What a worker is told of it, by full names. */
  Map<String, Object> properties();

  /** What it is and where, for people. */
  String sentence();
}
