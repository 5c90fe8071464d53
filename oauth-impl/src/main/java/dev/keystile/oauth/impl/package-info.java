/**
 * The authorization server. Start at {@link dev.keystile.oauth.impl.DefaultAuthorizationServer}.
 */
package dev.keystile.oauth.impl;
