package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import java.security.SecureRandom;

/** The checks that need no key. */
record PublicWalk(Wire wire, CheckTarget target, Report report, SecureRandom random) {
    /** What the walk leaves for the one with a key. */
    record Reached(CheckResult<ServerMetadata> metadata, CheckResult<RegisteredClient> client) {
        /** The last checks: the client that the walk registered goes again. */
        void leave(Wire wire, Report report) {
            var checks = new ManagementChecks(wire);
            report.check("registration can be read", () -> checks.isRead(client.need()));
            report.check(
                    "registration can be deleted",
                    () -> checks.isDeleted(client.need(), new TokenChecks(wire, metadata.need())));
        }
    }

    /** Runs them all. */
    Reached run() {
        CheckResult<CheckTarget> gateway = report.check("gateway answers", this::reach);
        CheckResult<ServerMetadata> metadata = discovery(gateway);
        guard(gateway);
        CheckResult<RegisteredClient> client = registration(metadata);
        authorization(metadata, client);
        token(metadata, client);
        cors(gateway, metadata);
        documents(gateway);
        return new Reached(metadata, client);
    }

    private CheckTarget reach() {
        Answer answer = wire.send(Wire.get(target.url("/")));
        unless(answer.status() < 500, answer.said() + "; the gateway's log says why");
        return target;
    }

    private CheckResult<ServerMetadata> discovery(CheckResult<CheckTarget> gateway) {
        var checks = new DiscoveryChecks(wire, target);
        CheckResult<ServerMetadata> metadata =
                report.check(
                        "OAuth discovery",
                        () -> new DiscoveryChecks(wire, gateway.need()).serverMetadata());
        report.check("OpenID discovery", () -> checks.openIdMetadata(metadata.need()));
        report.check("protected resource metadata", () -> checks.resourceMetadata(metadata.need()));
        report.check(
                "protected resource metadata at the root",
                () -> checks.rootResourceMetadata(metadata.need()));
        report.check(
                "unknown well-known path is a JSON 404",
                () -> new DiscoveryChecks(wire, gateway.need()).unknownMetadata());
        return metadata;
    }

    private void guard(CheckResult<CheckTarget> gateway) {
        CheckResult<Challenge> challenge =
                report.check(
                        "MCP endpoint requires auth",
                        () -> new GuardChecks(wire, gateway.need()).requiresToken());
        report.check(
                "challenge leads to the metadata",
                () -> new GuardChecks(wire, target).metadataIsReachable(challenge.need()));
        report.check(
                "foreign token is refused",
                () -> new GuardChecks(wire, gateway.need()).refusesForeignToken());
    }

    private CheckResult<RegisteredClient> registration(CheckResult<ServerMetadata> metadata) {
        var checks = new RegistrationChecks(wire, target, "Keystile self-test");
        CheckResult<RegisteredClient> client =
                report.check("dynamic client registration", () -> checks.register(metadata.need()));
        report.check(
                "registration refuses a javascript: redirect",
                () -> checks.refusesScript(metadata.need()));
        return client;
    }

    private void authorization(
            CheckResult<ServerMetadata> metadata, CheckResult<RegisteredClient> client) {
        report.check("authorization page", () -> authorization(metadata).page(client.need()));
        report.check(
                "deny leads back to the client", () -> authorization(metadata).deny(client.need()));
        report.check(
                "unknown client is not redirected", () -> authorization(metadata).unknownClient());
        report.check(
                "unregistered redirect URI is not redirected",
                () -> authorization(metadata).unregisteredRedirectUri(client.need()));
        report.check(
                "missing code_challenge is an error",
                () -> authorization(metadata).missingChallenge(client.need()));
    }

    private AuthorizationChecks authorization(CheckResult<ServerMetadata> metadata) {
        return new AuthorizationChecks(wire, target, metadata.need(), random);
    }

    private void token(CheckResult<ServerMetadata> metadata, CheckResult<RegisteredClient> client) {
        report.check(
                "token endpoint refuses an unknown grant type",
                () -> new TokenChecks(wire, metadata.need()).unknownGrantType(client.need()));
        report.check(
                "token endpoint refuses an unknown client",
                () -> new TokenChecks(wire, metadata.need()).unknownClient());
    }

    private void cors(CheckResult<CheckTarget> gateway, CheckResult<ServerMetadata> metadata) {
        var checks = new CorsChecks(wire);
        report.check("CORS on the MCP endpoint", () -> checks.granted(gateway.need().resource()));
        report.check(
                "CORS on the token endpoint",
                () -> checks.granted(metadata.need().tokenEndpoint()));
        report.check(
                "no CORS on the authorization page",
                () -> checks.notGranted(metadata.need().authorizationEndpoint()));
    }

    private void documents(CheckResult<CheckTarget> gateway) {
        report.check("OpenAPI document", () -> new DocumentChecks(wire, gateway.need()).openApi());
        report.check("landing page", () -> new DocumentChecks(wire, gateway.need()).landingPage());
    }
}
