package alicred;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.Config;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Run by npm run test:clients, with the official client. */
@ExtendWith(AlicredExtension.class)
class AlicredExtensionTest {
    private static String assume() {
        Config config = new Config();
        config.setType("ram_role_arn");
        config.setAccessKeyId(System.getProperty("alibabacloud.accessKeyId"));
        config.setAccessKeySecret(System.getProperty("alibabacloud.accessKeySecret"));
        config.setRoleArn("acs:ram::1000000000000001:role/admin");
        config.setRoleSessionName("junit");
        return new Client(config).getCredential().getAccessKeyId();
    }

    @Test
    void aRoleAtTheRealAddress(AlicredExtension.Cloud cloud) throws Exception {
        assertTrue(assume().startsWith("STS."));
        cloud.assertRequests(1, Map.of("operation", "AssumeRole", "host", "sts.aliyuncs.com"));
    }

    @Test
    void aFaultAndAFirstState(AlicredExtension.Cloud cloud) throws Exception {
        cloud.assertRequests(0, Map.of());
        cloud.fault(Map.of("kind", "throttling", "operation", "AssumeRole"));
        assertTrue(assertThrows(Exception.class, AlicredExtensionTest::assume).toString().contains("Throttling"));
        assertThrows(AssertionError.class, () -> cloud.assertRequests(5, Map.of("operation", "AssumeRole")));
        cloud.advance("6h");
    }
}
