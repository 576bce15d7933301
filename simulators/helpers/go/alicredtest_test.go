package alicredtest

import (
	"os"
	"strings"
	"testing"

	"github.com/aliyun/credentials-go/credentials"
)

// Run by npm run test:clients, with the official client.

func assume(t *testing.T) (*credentials.CredentialModel, error) {
	t.Helper()
	config := new(credentials.Config).SetType("ram_role_arn").
		SetAccessKeyId(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_ID")).
		SetAccessKeySecret(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET")).
		SetRoleArn("acs:ram::1000000000000001:role/admin").SetRoleSessionName("go-test")
	client, err := credentials.NewCredential(config)
	if err != nil {
		t.Fatal(err)
	}
	return client.GetCredential()
}

func TestRoleAtTheRealAddress(t *testing.T) {
	cloud := Start(t)
	credential, err := assume(t)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(*credential.AccessKeyId, "STS.") {
		t.Errorf("got %s", *credential.AccessKeyId)
	}
	cloud.AssertRequests(1, Fields{"operation": "AssumeRole", "host": "sts.aliyuncs.com"})
}

func TestFaultClockAndFirstState(t *testing.T) {
	cloud := Start(t)
	cloud.AssertRequests(0, Fields{})
	cloud.Fault(Fields{"kind": "throttling", "operation": "AssumeRole"})
	if _, err := assume(t); err == nil || !strings.Contains(err.Error(), "Throttling") {
		t.Errorf("got %v", err)
	}
	cloud.Advance("6h")
}
