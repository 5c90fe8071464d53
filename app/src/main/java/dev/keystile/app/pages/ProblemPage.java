package dev.keystile.app.pages;

import io.jstach.jstache.JStache;

/** What went wrong, why, and what to do now. */
@JStache(path = "problem")
record ProblemPage(Texts texts, int status, String title, Markup explanation, Markup next)
        implements Page {
    Markup statusLine() {
        return texts.markup("problem.status", Integer.toString(status));
    }
}
