/** Values, sealed outcomes and use cases of the authorization server. */
package dev.keystile.oauth.api;
