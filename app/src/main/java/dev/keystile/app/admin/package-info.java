/** The commands that ask a running gateway, and those that read what it was told. */
package dev.keystile.app.admin;
