# syntax=docker/dockerfile:1
# docker build -t keystile .    docs/installing.md says how the image is run.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN ./mvn -B -q -Dmaven.test.skip -pl app -am package \
    && mkdir -p /image/opt/keystile \
    && tar -xzf app/target/keystile-*.tar.gz -C /image/opt/keystile --strip-components=1
# A Java of what the gateway and its libraries ask for, and no more. The libraries stay beside it, on the module path: some
# have no module descriptor, and such cannot be linked in. German dates are in jdk.localedata.
RUN jlink --output /image/opt/java \
        --add-modules java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml \
        --add-modules jdk.crypto.cryptoki,jdk.crypto.ec,jdk.jfr,jdk.localedata,jdk.management,jdk.net,jdk.unsupported \
        --include-locales=en,de --strip-java-debug-attributes --no-header-files --no-man-pages --generate-cds-archive

FROM debian:bookworm-slim
ENV JAVA_HOME=/opt/java
COPY --from=build /image/opt/ /opt/
COPY deploy/container/healthcheck /opt/keystile/bin/
# The cache of what a start loads fits the Java of this image and is never written again. It also shows that the gateway
# starts with this Java: the build ends here when it does not.
RUN /opt/keystile/bin/keystile aot \
    && groupadd --system --gid 10001 keystile \
    && useradd --system --uid 10001 --gid keystile --no-create-home --home-dir /var/lib/keystile keystile \
    && install -d -m 0700 -o keystile -g keystile /var/lib/keystile
USER 10001:10001
ENV HOST=0.0.0.0 PORT=8080 MANAGEMENT_PORT=8081 STORAGE_PATH=/var/lib/keystile LOG_FORMAT=json
WORKDIR /var/lib/keystile
VOLUME /var/lib/keystile
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 CMD ["/opt/keystile/bin/healthcheck"]
ENTRYPOINT ["/opt/keystile/bin/keystile"]
