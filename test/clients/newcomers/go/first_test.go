package first

import (
	"os"
	"strings"
	"testing"

	"example.com/alicredtest"
	"github.com/aliyun/credentials-go/credentials"
)

func TestAssumesARole(t *testing.T) {
	cloud := alicredtest.Start(t)
	config := new(credentials.Config).SetType("ram_role_arn").
		SetAccessKeyId(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_ID")).
		SetAccessKeySecret(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET")).
		SetRoleArn("acs:ram::1000000000000001:role/admin").SetRoleSessionName("first")
	client, err := credentials.NewCredential(config)
	if err != nil {
		t.Fatal(err)
	}
	credential, err := client.GetCredential()
	if err != nil || !strings.HasPrefix(*credential.AccessKeyId, "STS.") {
		t.Fatal(err)
	}
	cloud.AssertRequests(1, alicredtest.Fields{"operation": "AssumeRole"})
}
