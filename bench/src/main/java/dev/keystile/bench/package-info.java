/**
 * What the product costs. {@link dev.keystile.bench.StoreBenchmark} fills stores and tells what
 * more records make slower or larger; the others are micro-benchmarks for JMH.
 */
package dev.keystile.bench;
