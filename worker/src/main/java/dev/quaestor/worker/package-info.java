/**
 * Where it runs: the process that builds connectors from configuration, registers workflows and
 * activities, and polls. It holds the credentials of devices and mailboxes and therefore has no
 * database, no web page and no open port. Everything it is made of is written down in one list.
 */
@NullMarked
package dev.quaestor.worker;

import org.jspecify.annotations.NullMarked;
