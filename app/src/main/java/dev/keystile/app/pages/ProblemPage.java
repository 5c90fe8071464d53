package dev.keystile.app.pages;

import io.jstach.jstache.JStache;

/** What went wrong, why, and what to do now. */
@JStache(path = "problem")
record ProblemPage(int status, String title, String explanation, String next) {}
