/**
 * Alerts of Wazuh, which carry what an agent, a decoder or another sensor said. Sees the tools of
 * {@code format} and {@code json}, and Suricata's room, whose alerts it may hand on.
 */
@NullMarked
package dev.quaestor.starter.intake.wazuh;

import org.jspecify.annotations.NullMarked;
