package dev.keystile.app.flow;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** A server of the MCP Java SDK, on Tomcat, that wants an API key. */
public final class JavaSdkServer implements AutoCloseable {
    private static final Tool ECHO =
            Tool.builder(
                            "echo",
                            Map.of(
                                    "type",
                                    "object",
                                    "properties",
                                    Map.of("text", Map.of("type", "string"))))
                    .description("Says what it is told")
                    .build();

    private final Tomcat tomcat = new Tomcat();
    private final AutoCloseable server;

    private JavaSdkServer(HttpServlet servlet, AutoCloseable server, String key) {
        this.server = server;
        tomcat.setBaseDir("target/tomcat");
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", null);
        Wrapper wrapper = Tomcat.addServlet(context, "mcp", servlet);
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded("/mcp", "mcp");
        guard(context, key);
        try {
            tomcat.start();
        } catch (LifecycleException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** One that keeps sessions. */
    public static JavaSdkServer withSessions(String key) {
        var transport =
                HttpServletStreamableServerTransportProvider.builder().mcpEndpoint("/mcp").build();
        var server =
                McpServer.sync(transport)
                        .serverInfo("java-sdk", "1")
                        .capabilities(ServerCapabilities.builder().tools(true).build())
                        .toolCall(ECHO, (_, request) -> said(request))
                        .build();
        return new JavaSdkServer(transport, server::close, key);
    }

    /** One that keeps nothing. */
    public static JavaSdkServer withoutSessions(String key) {
        var transport =
                HttpServletStatelessServerTransport.builder().messageEndpoint("/mcp").build();
        var server =
                McpServer.sync(transport)
                        .serverInfo("java-sdk", "1")
                        .capabilities(ServerCapabilities.builder().tools(true).build())
                        .toolCall(ECHO, (_, request) -> said(request))
                        .build();
        return new JavaSdkServer(transport, server::close, key);
    }

    public String url() {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/mcp";
    }

    @Override
    public void close() throws Exception {
        server.close();
        tomcat.stop();
        tomcat.destroy();
    }

    private static CallToolResult said(CallToolRequest request) {
        return CallToolResult.builder()
                .addTextContent(String.valueOf(request.arguments().get("text")))
                .build();
    }

    private static void guard(Context context, String key) {
        FilterDef definition = new FilterDef();
        definition.setFilterName("key");
        definition.setFilter(new KeyFilter(key));
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("key");
        map.addURLPattern("/*");
        context.addFilterMap(map);
    }

    private static final class KeyFilter extends HttpFilter {
        private static final long serialVersionUID = 1L;
        private final String key;

        KeyFilter(String key) {
            this.key = key;
        }

        @Override
        protected void doFilter(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (key.equals(request.getHeader("x-api-key"))) {
                chain.doFilter(request, response);
            } else {
                response.sendError(401);
            }
        }
    }
}
