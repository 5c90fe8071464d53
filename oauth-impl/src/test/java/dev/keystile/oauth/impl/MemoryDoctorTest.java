package dev.keystile.oauth.impl;

class MemoryDoctorTest extends DoctorContract {
    @Override
    Nodes nodes() {
        return Nodes.inMemory();
    }
}
