import static org.junit.jupiter.api.Assertions.assertTrue;

import alicred.AlicredExtension;
import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.Config;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AlicredExtension.class)
class FirstTest {
    @Test
    void takesTheRoleOfTheInstance(AlicredExtension.Cloud cloud) throws Exception {
        Config config = new Config();
        config.setType("ecs_ram_role");
        config.setRoleName("ecs-app");
        assertTrue(new Client(config).getCredential().getAccessKeyId().startsWith("STS."));
        cloud.assertRequests(1, Map.of("operation", "GetCredentials"));
    }
}
