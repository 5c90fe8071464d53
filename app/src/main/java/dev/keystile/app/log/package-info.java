/** How events are written to the log. */
package dev.keystile.app.log;
