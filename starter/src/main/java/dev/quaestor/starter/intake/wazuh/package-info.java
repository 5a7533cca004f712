/**
 * Alerts of Wazuh, which carry what an agent, a decoder or another sensor said. Sees the tools of
 * {@code format} and {@code json}, and the rooms of what it may hand on: Suricata's and Graph's
 * alerts, and the events of Windows.
 */
@NullMarked
package dev.quaestor.starter.intake.wazuh;

import org.jspecify.annotations.NullMarked;
