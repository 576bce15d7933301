package alicred;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Scanner;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/**
 * An extension of JUnit: a test with a parameter of the type {@link Cloud} gets a simulated Alibaba Cloud in its first
 * state. Every client in the JVM reaches it at the real addresses, and nothing else. It starts the command in
 * ALICRED_COMMAND, by default {@code npx alicred}, once for all tests.
 */
public final class AlicredExtension extends TypeBasedParameterResolver<AlicredExtension.Cloud> implements AfterEachCallback {
    /** A running cloud. {@code summary} is what the command prints with --json: keys, ids, addresses, variables. */
    public static final class Cloud implements ExtensionContext.Store.CloseableResource {
        public final JsonObject summary;
        private final Process process;

        Cloud() throws Exception {
            String command = System.getenv().getOrDefault("ALICRED_COMMAND", "npx --yes alicred");
            process = new ProcessBuilder((command + " simulate --json --until-eof").split(" "))
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            summary = new Gson().fromJson(new Scanner(process.getInputStream()).nextLine(), JsonObject.class);
            summary.getAsJsonObject("systemProperties").asMap()
                    .forEach((name, value) -> System.setProperty(name, value.getAsString()));
        }

        /** Moves the clock by a duration such as {@code 6h}. */
        public void advance(String duration) throws Exception {
            call("POST", "clock/advance", Map.of("duration", duration));
        }

        /** Breaks something, as {@code Map.of("kind", "throttling")} does. */
        public void fault(Map<String, Object> fault) throws Exception {
            call("POST", "faults", fault);
        }

        /** Asserts that so many requests have these fields in the journal. */
        public void assertRequests(int count, Map<String, Object> where) throws Exception {
            call("POST", "assert", Map.of("where", where, "count", count));
        }

        /** Calls the control API; an error of it is an {@link AssertionError} with the reason. */
        public JsonObject call(String method, String path, Object body) throws Exception {
            JsonObject control = summary.getAsJsonObject("control");
            HttpRequest request = HttpRequest.newBuilder(URI.create(control.get("url").getAsString() + "/" + path))
                    .headers("Authorization", "Bearer " + control.get("token").getAsString(), "Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(new Gson().toJson(body))).build();
            HttpResponse<String> reply = HttpClient.newBuilder().proxy(ProxySelector.of(null)).build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            JsonObject answer = new Gson().fromJson(reply.body(), JsonObject.class);
            if (reply.statusCode() >= 400) throw new AssertionError(answer.get("reason").getAsString());
            return answer;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    @Override
    public Cloud resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(Cloud.class);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Cloud cloud = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).get(Cloud.class, Cloud.class);
        if (cloud != null) cloud.call("POST", "restart", Map.of());
    }
}
