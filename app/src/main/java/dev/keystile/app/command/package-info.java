/** What the commands have in common. */
package dev.keystile.app.command;
