package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AuthorizationServer;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientManagement;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.IntrospectionOutcome;
import dev.keystile.oauth.api.ManagementOutcome;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.api.RevocationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The endpoints that programs call. */
final class ProgramEndpoints {
    static final String REGISTER = "/oauth/register";

    private static final String UNKNOWN_CALLER =
            "Authenticate as a resource server that this server is configured for";
    private static final String NO_FORM =
            "Send the parameters as application/x-www-form-urlencoded, UTF-8, at most "
                    + EndpointRequest.MAX_BYTES
                    + " bytes, with one Authorization header at most";
    private static final String NO_JSON =
            "Send the client metadata as application/json, UTF-8, at most "
                    + EndpointRequest.MAX_BYTES
                    + " bytes";

    private final AuthorizationServer server;

    ProgramEndpoints(AuthorizationServer server) {
        this.server = server;
    }

    EndpointAnswer metadata(EndpointRequest request) {
        return EndpointAnswer.json(200, OAuthJson.write(server.metadata()));
    }

    EndpointAnswer register(EndpointRequest request) throws IOException {
        return switch (request.text("application/json").map(RegistrationJson::read).orElse(null)) {
            case null -> badMetadata(NO_JSON);
            case RegistrationJson.Reading.Malformed(String description) -> badMetadata(description);
            case RegistrationJson.Reading.Metadata(var metadata) ->
                    switch (server.registration().register(metadata)) {
                        case RegistrationOutcome.Registered(var client) ->
                                EndpointAnswer.json(201, RegistrationJson.write(client));
                        case RegistrationOutcome.Refused(var failure) ->
                                EndpointAnswer.failure(400, failure);
                    };
        };
    }

    EndpointAnswer readClient(EndpointRequest request) {
        return answer(request, management().read(client(request), request.bearer()));
    }

    EndpointAnswer deleteClient(EndpointRequest request) {
        return answer(request, management().delete(client(request), request.bearer()));
    }

    /** What is wrong with a body is told only to those who may send one. */
    EndpointAnswer updateClient(EndpointRequest request) throws IOException {
        Secret token = request.bearer();
        ManagementOutcome before = management().read(client(request), token);
        return before instanceof ManagementOutcome.Current
                ? update(request, token)
                : answer(request, before);
    }

    EndpointAnswer token(EndpointRequest request) throws IOException {
        return form(
                request,
                sent ->
                        switch (server.tokens().token(sent)) {
                            case TokenOutcome.Issued(var issued) ->
                                    EndpointAnswer.json(200, OAuthJson.write(issued));
                            case TokenOutcome.Refused(var failure) ->
                                    EndpointAnswer.ofClient(failure);
                            case TokenOutcome.TooMany(var limit) ->
                                    EndpointAnswer.tooMany(limit.retryAfter());
                            case TokenOutcome.Busy(var wait) -> EndpointAnswer.busy(wait);
                        });
    }

    EndpointAnswer revoke(EndpointRequest request) throws IOException {
        return form(
                request,
                sent ->
                        switch (server.revocation().revoke(sent)) {
                            case RevocationOutcome.Done() -> EndpointAnswer.empty(200);
                            case RevocationOutcome.Refused(var failure) ->
                                    EndpointAnswer.ofClient(failure);
                            case RevocationOutcome.Busy(var wait) -> EndpointAnswer.busy(wait);
                        });
    }

    EndpointAnswer introspect(EndpointRequest request) throws IOException {
        return form(
                request,
                sent ->
                        switch (server.introspection().introspect(sent)) {
                            case IntrospectionOutcome.Active(var token) ->
                                    EndpointAnswer.json(200, OAuthJson.write(token));
                            case IntrospectionOutcome.Inactive() ->
                                    EndpointAnswer.json(
                                            200, new AnswerJson().with("active", false).text());
                            case IntrospectionOutcome.Refused(var failure) ->
                                    EndpointAnswer.failure(400, failure);
                            case IntrospectionOutcome.Unauthorized(boolean bearer) ->
                                    unknownCaller(bearer);
                        });
    }

    /** 401; an error is named only to those who sent a token (RFC 6750 section 3.1). */
    static EndpointAnswer challenge(boolean sent, String parameters) {
        return EndpointAnswer.json(
                        401,
                        new AnswerJson()
                                .with("error", "invalid_token")
                                .with(
                                        "error_description",
                                        "Send the token that belongs here as Authorization: Bearer")
                                .text())
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"keystile\""
                                + (sent ? ", error=\"invalid_token\"" : "")
                                + parameters);
    }

    private EndpointAnswer update(EndpointRequest request, @Nullable Secret token)
            throws IOException {
        return switch (request.text("application/json")
                .map(RegistrationJson::readUpdate)
                .orElse(null)) {
            case null -> badMetadata(NO_JSON);
            case RegistrationJson.UpdateReading.Malformed(String description) ->
                    badMetadata(description);
            case RegistrationJson.UpdateReading.Update(var update) ->
                    answer(request, management().update(client(request), token, update));
        };
    }

    private ClientManagement management() {
        return server.clientManagement();
    }

    private static ClientId client(EndpointRequest request) {
        return new ClientId(request.path().substring(REGISTER.length() + 1));
    }

    private static EndpointAnswer answer(EndpointRequest request, ManagementOutcome outcome) {
        return switch (outcome) {
            case ManagementOutcome.Current(var client) ->
                    EndpointAnswer.json(200, RegistrationJson.write(client));
            case ManagementOutcome.Deleted() -> EndpointAnswer.empty(204);
            case ManagementOutcome.Refused(var failure) -> EndpointAnswer.failure(400, failure);
            case ManagementOutcome.Unauthorized() -> challenge(request.bearer() != null, "");
        };
    }

    private static EndpointAnswer form(
            EndpointRequest request, Function<ClientRequest, EndpointAnswer> next)
            throws IOException {
        String credentials = request.value("Authorization");
        return request.values("Authorization").size() > 1
                ? badForm()
                : request.form()
                        .map(form ->
                                new ClientRequest(
                                        form, credentials == null ? null : Secret.of(credentials)))
                        .map(next)
                        .orElseGet(ProgramEndpoints::badForm);
    }

    private static EndpointAnswer unknownCaller(boolean bearer) {
        return bearer
                ? challenge(true, "")
                : EndpointAnswer.ofClient(
                        new OAuthFailure(OAuthError.INVALID_CLIENT, UNKNOWN_CALLER));
    }

    private static EndpointAnswer badForm() {
        return EndpointAnswer.failure(400, OAuthError.INVALID_REQUEST, NO_FORM);
    }

    private static EndpointAnswer badMetadata(String description) {
        return EndpointAnswer.failure(400, OAuthError.INVALID_CLIENT_METADATA, description);
    }
}
