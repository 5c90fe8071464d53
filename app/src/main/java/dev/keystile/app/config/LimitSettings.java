package dev.keystile.app.config;

import dev.keystile.app.http.RequestLimits;
import dev.keystile.oauth.impl.LimitRules;

/**
 * How much is taken of callers.
 *
 * @param streams most open streams of one account
 */
public record LimitSettings(LimitRules rules, int streams, RequestLimits requests) {}
