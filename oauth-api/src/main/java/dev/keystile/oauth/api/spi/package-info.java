/** Ports: what the authorization server needs from outside, a store and a way to check API keys. */
package dev.keystile.oauth.api.spi;
