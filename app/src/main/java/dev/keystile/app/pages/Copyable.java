package dev.keystile.app.pages;

/**
 * A text to copy, with a button that does it where scripts run.
 *
 * @param id of its element
 * @param what the button copies, for those who do not see where it stands
 */
record Copyable(String id, String text, Markup what) {}
