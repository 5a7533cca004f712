/**
 * Files judged by what the world knows of their hash, and by whether their name tells the truth.
 */
@NullMarked
package dev.quaestor.analyzer.file;

import org.jspecify.annotations.NullMarked;
