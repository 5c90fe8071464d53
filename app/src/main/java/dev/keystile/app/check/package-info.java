/** The self-test: a walk through a running gateway from outside, as a client would take it. */
package dev.keystile.app.check;
