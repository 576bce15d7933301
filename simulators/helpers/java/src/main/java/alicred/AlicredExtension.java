package alicred;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An extension of JUnit: a test with a parameter of the type {@link Cloud} gets a simulated Alibaba Cloud in its first
 * state. Every client in the JVM reaches it at the real addresses, and nothing else. It starts the command in
 * ALICRED_COMMAND, by default {@code npx alicred}, once for all tests.
 */
public final class AlicredExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(AlicredExtension.class);

    /** A running cloud. {@code summary} is what the command prints with --json: keys, ids, addresses, variables. */
    public static final class Cloud implements ExtensionContext.Store.CloseableResource {
        public final JsonObject summary;
        private final Process process;
        private final HttpClient client = HttpClient.newBuilder().proxy(ProxySelector.of(null)).build();

        private Cloud() throws Exception {
            String given = System.getenv("ALICRED_COMMAND");
            List<String> command = new ArrayList<>(List.of((given == null ? "npx --yes alicred" : given).split(" ")));
            command.addAll(List.of("simulate", "--json"));
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
            if (line == null) throw new IllegalStateException("the simulated cloud did not start");
            summary = new Gson().fromJson(line, JsonObject.class);
            URI proxy = URI.create(summary.get("proxyUrl").getAsString());
            for (String scheme : List.of("http", "https")) {
                System.setProperty(scheme + ".proxyHost", proxy.getHost());
                System.setProperty(scheme + ".proxyPort", String.valueOf(proxy.getPort()));
            }
            System.setProperty("javax.net.ssl.trustStore", summary.get("trustStore").getAsString());
            JsonObject key = summary.getAsJsonObject("variables").getAsJsonObject("key");
            System.setProperty("alibabacloud.accessKeyId", key.get("ALIBABA_CLOUD_ACCESS_KEY_ID").getAsString());
            System.setProperty("alibabacloud.accessKeySecret", key.get("ALIBABA_CLOUD_ACCESS_KEY_SECRET").getAsString());
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
                    .header("Authorization", "Bearer " + control.get("token").getAsString())
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(new Gson().toJson(body)))
                    .build();
            HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonObject answer = new Gson().fromJson(reply.body(), JsonObject.class);
            if (reply.statusCode() >= 400) throw new AssertionError(answer.get("reason").getAsString());
            return answer;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** The one cloud of this run; it is closed at the end of it. */
    private static Cloud cloud(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent("cloud", name -> {
            try {
                return new Cloud();
            } catch (Exception error) {
                throw new IllegalStateException(error);
            }
        }, Cloud.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        cloud(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        cloud(context).call("PUT", "clock", Map.of("now", Instant.now().toString()));
        cloud(context).call("POST", "reset", Map.of());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cloud.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cloud(context);
    }
}
