/**
 * What arrives: one alert of any vendor, reduced to what an investigation needs, with the evidence
 * that it names. The many formats are read elsewhere; here is what they all become.
 */
@NullMarked
package dev.quaestor.alert;

import org.jspecify.annotations.NullMarked;
