import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.auth.Credentials;
import com.aliyun.oss.common.auth.CredentialsProvider;
import com.aliyun.oss.common.auth.DefaultCredentials;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.UploadPartRequest;
import com.google.gson.Gson;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The official client of OSS for Java: java OssProgram CONFIG */
public final class OssProgram {
    private static Map<String, String> given;
    private static OSS client;
    private static String bucket;
    private static volatile Credentials session;

    public static void main(String[] args) {
        Map<String, String> answer = new LinkedHashMap<>();
        try {
            given = new Gson().fromJson(args[0], Map.class);
            answer.put("result", run());
        } catch (Throwable error) {
            answer.put("error", error.toString());
        }
        System.out.println(new Gson().toJson(answer));
        System.exit(0);
    }

    private static String run() throws Exception {
        session = keys("");
        bucket = given.get("bucket");
        ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
        configuration.setSignatureVersion("v4".equals(given.get("signature")) ? SignVersion.V4 : SignVersion.V1);
        // The client does not look at the properties of the runtime by itself.
        if (System.getProperty("https.proxyHost") != null) {
            configuration.setProxyHost(System.getProperty("https.proxyHost"));
            configuration.setProxyPort(Integer.getInteger("https.proxyPort"));
        }
        CredentialsProvider provider = new CredentialsProvider() {
            @Override
            public void setCredentials(Credentials credentials) {
                session = credentials;
            }

            @Override
            public Credentials getCredentials() {
                return session;
            }
        };
        client = OSSClientBuilder.create().endpoint(given.get("endpoint")).credentialsProvider(provider)
                .clientConfiguration(configuration).region(given.get("region")).build();
        switch (given.get("call")) {
            case "objects": return objects();
            case "lists": return lists();
            case "copy": return copy();
            case "multipart": return multipart();
            case "presigned": return presigned();
            case "delete": return delete();
            default: return expired();
        }
    }

    private static Credentials keys(String which) {
        return new DefaultCredentials(named(which, "accessKeyId"), named(which, "accessKeySecret"), named(which, "securityToken"));
    }

    private static String named(String which, String name) {
        if (which.isEmpty()) return given.get(name);
        return given.get(which + Character.toUpperCase(name.charAt(0)) + name.substring(1));
    }

    private static void put(String key, String body) {
        client.putObject(bucket, key, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String read(InputStream stream) throws Exception {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String get(GetObjectRequest request) throws Exception {
        return read(client.getObject(request).getObjectContent());
    }

    private static String objects() throws Exception {
        String key = "a b+c/中.txt";
        put(key, "hello oss");
        GetObjectRequest part = new GetObjectRequest(bucket, key);
        part.setRange(1, 4);
        long size = client.getObjectMetadata(bucket, key).getContentLength();
        return get(new GetObjectRequest(bucket, key)) + " " + get(part) + " " + size;
    }

    private static String lists() {
        put("list/a b", "x");
        put("list/c/d", "x");
        ListObjectsRequest first = new ListObjectsRequest(bucket).withPrefix("list/").withDelimiter("/");
        ListObjectsV2Request second = new ListObjectsV2Request(bucket).withPrefix("list/").withDelimiter("/");
        return shown(client.listObjects(first).getObjectSummaries(), client.listObjects(first).getCommonPrefixes()) + " "
                + shown(client.listObjectsV2(second).getObjectSummaries(), client.listObjectsV2(second).getCommonPrefixes());
    }

    private static String shown(List<OSSObjectSummary> objects, List<String> prefixes) {
        List<String> names = new ArrayList<>();
        for (OSSObjectSummary one : objects) names.add(one.getKey());
        names.addAll(prefixes);
        return String.join(",", names);
    }

    private static String copy() throws Exception {
        put("from x", "copied");
        client.copyObject(bucket, "from x", bucket, "to y");
        return get(new GetObjectRequest(bucket, "to y"));
    }

    private static String multipart() {
        String upload = client.initiateMultipartUpload(new InitiateMultipartUploadRequest(bucket, "big")).getUploadId();
        List<PartETag> parts = new ArrayList<>();
        int[] sizes = {102400, 102400, 3};
        for (int at = 0; at < sizes.length; at++) {
            byte[] body = new byte[sizes[at]];
            Arrays.fill(body, (byte) "abc".charAt(at));
            UploadPartRequest part = new UploadPartRequest(bucket, "big", upload, at + 1, new ByteArrayInputStream(body), body.length);
            parts.add(client.uploadPart(part).getPartETag());
            session = keys("next");
        }
        String etag = client.completeMultipartUpload(new CompleteMultipartUploadRequest(bucket, "big", upload, parts)).getETag();
        return client.getObjectMetadata(bucket, "big").getContentLength() + " " + etag.replace("\"", "").split("-")[1];
    }

    private static String presigned() throws Exception {
        put("shared", "by address");
        Date until = new Date(System.currentTimeMillis() + 60_000);
        return read(client.generatePresignedUrl(bucket, "shared", until).openStream());
    }

    private static String delete() {
        put("gone", "x");
        client.deleteObject(bucket, "gone");
        return codeOf("gone");
    }

    private static String expired() {
        session = keys("expired");
        return codeOf("shared");
    }

    private static String codeOf(String key) {
        try {
            client.getObject(bucket, key);
            return "no error";
        } catch (OSSException error) {
            return error.getErrorCode();
        }
    }
}
