/**
 * What arrives: one alert of any vendor, reduced to what an investigation needs. Formats are read
 * in the starter's intake; this room only holds what they all become.
 */
@NullMarked
package dev.quaestor.alert;

import org.jspecify.annotations.NullMarked;
