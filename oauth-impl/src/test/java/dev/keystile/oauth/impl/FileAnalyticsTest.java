package dev.keystile.oauth.impl;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileAnalyticsTest extends AnalyticsContract {
    @TempDir private Path folder;

    @Override
    Nodes nodes() {
        return Nodes.inFile(folder);
    }
}
