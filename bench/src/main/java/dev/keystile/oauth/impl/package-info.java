/** Measurements of what only the authorization server itself can see. */
@org.jspecify.annotations.NullMarked
package dev.keystile.oauth.impl;
