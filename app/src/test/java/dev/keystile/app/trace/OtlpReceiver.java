package dev.keystile.app.trace;

import com.sun.net.httpserver.HttpExchange;
import dev.keystile.app.flow.LoopbackServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes traces by OTLP over HTTP on loopback, and keeps what came. */
final class OtlpReceiver implements AutoCloseable {
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Span> next = new LinkedBlockingQueue<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    private final List<Resource> resources = new CopyOnWriteArrayList<>();
    private final LoopbackServer server;
    private volatile int status = 200;

    OtlpReceiver() {
        server = LoopbackServer.start(this::handle);
    }

    String url() {
        return server.url("");
    }

    /** Takes nothing any more, and says so with this status. */
    void refuses(int with) {
        status = with;
    }

    List<Span> spans() {
        return spans;
    }

    List<Resource> resources() {
        return resources;
    }

    /** All requests as they came, each byte one character. */
    List<String> bodies() {
        return bodies;
    }

    /** The header fields of all requests. */
    List<Map<String, List<String>>> headers() {
        return headers;
    }

    Span only(Predicate<Span> which) {
        List<Span> found = spans.stream().filter(which).toList();
        if (found.size() != 1) {
            throw new AssertionError("found " + found + " in " + spans);
        }
        return found.getFirst();
    }

    Span server(String name) {
        return only(span ->
                span.getKind() == Span.SpanKind.SPAN_KIND_SERVER && span.getName().equals(name));
    }

    Span client(String name) {
        return only(span ->
                span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT && span.getName().equals(name));
    }

    /** Waits until such a span has come. */
    Span awaits(Predicate<Span> which) throws InterruptedException {
        while (true) {
            Span span = next.poll(30, TimeUnit.SECONDS);
            if (span == null) {
                throw new AssertionError("no such span came, but " + spans);
            }
            if (which.test(span)) {
                return span;
            }
        }
    }

    static String traceId(Span span) {
        return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    static String id(Span span) {
        return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    static String parent(Span span) {
        return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    /** As it is told others. */
    static String traceparent(Span span) {
        return "00-%s-%s-%02x".formatted(traceId(span), id(span), span.getFlags() & 0xff);
    }

    static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(KeyValue::getKey, each -> text(each.getValue())));
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int answer = status;
            if (answer == 200) {
                keep(exchange, body);
            }
            exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    private void keep(HttpExchange exchange, byte[] body) throws IOException {
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        bodies.add(new String(body, StandardCharsets.ISO_8859_1));
        ExportTraceServiceRequest.parseFrom(body)
                .getResourceSpansList()
                .forEach(of -> {
                    resources.add(of.getResource());
                    of.getScopeSpansList()
                            .forEach(scope -> {
                                spans.addAll(scope.getSpansList());
                                next.addAll(scope.getSpansList());
                            });
                });
    }

    @Override
    public void close() {
        server.close();
    }
}
