package dev.keystile.bench.load;

import dev.keystile.bench.Ports;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A reverse proxy that turns one bearer token into one API key by a map, and nothing else. */
final class NginxProcess {
    /** What reports call it. */
    static final String NAME = "nginx with a map";

    private final int port = Ports.free();
    private final Process process;

    /** Starts one that passes everything on to an upstream; it ends with this process' children. */
    NginxProcess(Path folder, URI upstream, String token) throws Exception {
        Path configuration =
                Files.writeString(folder.resolve("nginx.conf"), text(folder, upstream, token));
        this.process =
                new ProcessBuilder(
                                "nginx",
                                "-p",
                                folder.toString(),
                                "-c",
                                configuration.toString(),
                                "-e",
                                "log")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start();
        for (int attempt = 0; attempt < 100; attempt++) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (java.io.IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new java.io.IOException("nginx did not start");
    }

    /** To look at it from outside; what works is its descendants. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private String text(Path folder, URI upstream, String token) {
        return """
        daemon off;
        worker_processes auto;
        pid pid;
        events { worker_connections 10240; }
        http {
            access_log off;
            client_body_temp_path %s;
            proxy_temp_path %s;
            fastcgi_temp_path %s;
            uwsgi_temp_path %s;
            scgi_temp_path %s;
            keepalive_requests 100000000;
            map_hash_bucket_size 256;
            map $http_authorization $api_key { "Bearer %s" "%s"; default ""; }
            upstream mcp { server %s; keepalive 256; keepalive_requests 100000000; }
            server {
                listen 127.0.0.1:%d;
                location / {
                    if ($api_key = "") { return 401; }
                    proxy_pass http://mcp;
                    proxy_http_version 1.1;
                    proxy_buffering off;
                    proxy_set_header Connection "";
                    proxy_set_header Authorization "";
                    proxy_set_header x-api-key $api_key;
                }
            }
        }
        """
                .formatted(
                        folder,
                        folder,
                        folder,
                        folder,
                        folder,
                        token,
                        KeyUpstream.KEY,
                        upstream.getAuthority(),
                        port);
    }
}
