/** Alerts of Wazuh. */
@NullMarked
package dev.quaestor.starter.intake.wazuh;

import org.jspecify.annotations.NullMarked;
