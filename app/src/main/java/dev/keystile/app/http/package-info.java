/**
 * The HTTP layer: routes, filters and error answers. Status codes are decided here and nowhere
 * else.
 */
package dev.keystile.app.http;
