package dev.quaestor.action;

/** A field that a target lacks, and the question that asks for it. */
public record Gap(String field, String question) {}
