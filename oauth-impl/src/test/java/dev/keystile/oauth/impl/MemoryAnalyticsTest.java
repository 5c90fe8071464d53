package dev.keystile.oauth.impl;

class MemoryAnalyticsTest extends AnalyticsContract {
    @Override
    Nodes nodes() {
        return Nodes.inMemory();
    }
}
