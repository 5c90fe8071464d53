/** Load on whole processes over loopback. */
package dev.keystile.bench.load;
