/** TLS of the public socket: reading certificates and keys, and replacing them while it listens. */
package dev.keystile.app.tls;
