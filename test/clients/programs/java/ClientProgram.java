import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.Config;
import com.aliyun.credentials.models.CredentialModel;
import com.google.gson.Gson;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

/** The official client of Java: java ClientProgram CONFIG */
public final class ClientProgram {
    public static void main(String[] args) {
        Map<String, String> answer = new LinkedHashMap<>();
        try {
            run(new Gson().fromJson(args[0], Map.class), answer);
        } catch (Throwable error) {
            answer.clear();
            answer.put("error", error.toString());
        }
        System.out.println(new Gson().toJson(answer));
        // The client may have left a thread behind.
        System.exit(0);
    }

    private static void run(Map<String, String> given, Map<String, String> answer) throws Exception {
        Client client = given.isEmpty() ? new Client() : new Client(configure(given));
        if ("bearer".equals(given.get("type"))) {
            answer.put("bearerToken", client.getBearerToken());
            return;
        }
        CredentialModel credential = client.getCredential();
        answer.put("accessKeyId", credential.getAccessKeyId());
        answer.put("accessKeySecret", credential.getAccessKeySecret());
        answer.put("securityToken", credential.getSecurityToken());
    }

    /** Sets the options by their names, compared without regard to case. */
    private static Config configure(Map<String, String> given) throws Exception {
        Config config = new Config();
        for (Map.Entry<String, String> option : given.entrySet()) {
            boolean found = false;
            for (Method method : Config.class.getMethods()) {
                if (!method.getName().equalsIgnoreCase("set" + option.getKey())) continue;
                method.invoke(config, option.getValue());
                found = true;
            }
            if (!found) throw new IllegalArgumentException("the client has no option " + option.getKey());
        }
        return config;
    }
}
