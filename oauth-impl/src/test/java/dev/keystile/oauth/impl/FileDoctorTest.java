package dev.keystile.oauth.impl;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileDoctorTest extends DoctorContract {
    @TempDir private Path folder;

    @Override
    Nodes nodes() {
        return Nodes.inFile(folder);
    }
}
