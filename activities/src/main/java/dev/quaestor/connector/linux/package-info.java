/**
 * Linux hosts, over SSH: those of an inventory file, each with its pinned host key and its machine
 * id. A script goes to {@code sh -s} on standard input, wrapped so that nothing runs before all of
 * it has arrived; whatever an alert says goes in it as base64 and comes back as one line of JSON.
 * What was done lies in a folder on the host by the action's id, so that a repeat finds it.
 *
 * <p>The traps of this room: a host key or a machine id that is another one is another host, on
 * which nothing is done and of which nothing is learnt; and a session that was lost may have done
 * its work all the same. It sees the ports and {@code http} for reading JSON.
 *
 * @see <a href="https://wiki.nftables.org/">nftables</a>, <a
 *     href="https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT">authorized_keys</a>
 */
@NullMarked
package dev.quaestor.connector.linux;

import org.jspecify.annotations.NullMarked;
