package first

import (
	"strings"
	"testing"

	"example.com/alicredtest"
	"github.com/aliyun/credentials-go/credentials"
)

func TestTakesTheRoleOfTheInstance(t *testing.T) {
	cloud := alicredtest.Start(t)
	config := new(credentials.Config).SetType("ecs_ram_role").SetRoleName("ecs-app")
	client, err := credentials.NewCredential(config)
	if err != nil {
		t.Fatal(err)
	}
	credential, err := client.GetCredential()
	if err != nil || !strings.HasPrefix(*credential.AccessKeyId, "STS.") {
		t.Fatal(err)
	}
	cloud.AssertRequests(1, map[string]any{"operation": "GetCredentials"})
}
