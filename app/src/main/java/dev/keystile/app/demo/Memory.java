package dev.keystile.app.demo;

import java.time.Instant;

/** Something a user wanted kept, and when. */
record Memory(Instant at, String text) {}
