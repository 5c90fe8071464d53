package dev.keystile.bench.load;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import jdk.management.jfr.FlightRecorderMXBean;

/** Looks into a JVM on this machine that was started without anything for it. */
final class JvmProbe implements AutoCloseable {
    /** Where the time of processors goes, and the bytes of the heap, and nothing else. */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "jdk.CPUTimeSample#enabled", "true",
                    "jdk.CPUTimeSample#throttle", "2ms",
                    "jdk.CPUTimeSample#stackTrace", "true",
                    "jdk.CPUTimeSamplesLost#enabled", "true",
                    "jdk.ObjectAllocationSample#enabled", "true",
                    "jdk.ObjectAllocationSample#throttle", "1000/s",
                    "jdk.ObjectAllocationSample#stackTrace", "true");

    private final JMXConnector connector;
    private final ThreadMXBean threads;
    private final FlightRecorderMXBean recorder;

    JvmProbe(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            this.connector =
                    JMXConnectorFactory.connect(
                            new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        this.threads =
                ManagementFactory.newPlatformMXBeanProxy(
                        beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        this.recorder =
                JMX.newMXBeanProxy(
                        beans,
                        new ObjectName(FlightRecorderMXBean.MXBEAN_NAME),
                        FlightRecorderMXBean.class);
    }

    /** How many bytes of heap all its threads have taken since it began, ended ones too. */
    long allocated() {
        return threads.getTotalThreadAllocatedBytes();
    }

    /** Something that takes its time. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Writes down in a new file what it does meanwhile. */
    void record(Path file, Work work) throws Exception {
        long recording = recorder.newRecording();
        recorder.setRecordingSettings(recording, SETTINGS);
        recorder.startRecording(recording);
        work.run();
        recorder.stopRecording(recording);
        recorder.copyTo(recording, file.toAbsolutePath().toString());
        recorder.closeRecording(recording);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
