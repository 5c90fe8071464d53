package dev.keystile.app.http;

import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.impl.OperatorTokens;
import org.jspecify.annotations.Nullable;

/**
 * Who may administer the gateway.
 *
 * @param base by which operators reach it through a proxy; null when only this machine may
 */
public record AdminSettings(OperatorTokens tokens, @Nullable Issuer base) {}
