/** The configuration: one file, environment variables, checked at the start. */
package dev.keystile.app.config;
