// The official client of Go: client CONFIG
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/aliyun/credentials-go/credentials"
)

func main() {
	answer, err := run(os.Args[1])
	if err != nil {
		answer = map[string]string{"error": err.Error()}
	}
	line, _ := json.Marshal(answer)
	fmt.Println(string(line))
}

func run(text string) (answer map[string]string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	config, err := parse(text)
	if err != nil {
		return nil, err
	}
	client, err := credentials.NewCredential(config)
	if err != nil {
		return nil, err
	}
	if config != nil && *config.Type == "bearer" {
		return map[string]string{"bearerToken": *client.GetBearerToken()}, nil
	}
	credential, err := client.GetCredential()
	if err != nil {
		return nil, err
	}
	answer = map[string]string{}
	for name, value := range map[string]*string{
		"accessKeyId":     credential.AccessKeyId,
		"accessKeySecret": credential.AccessKeySecret,
		"securityToken":   credential.SecurityToken,
	} {
		if value != nil && *value != "" {
			answer[name] = *value
		}
	}
	return answer, nil
}

// parse sets the fields by their names, compared without regard to case; nil is the default chain.
func parse(text string) (*credentials.Config, error) {
	var given map[string]string
	if err := json.Unmarshal([]byte(text), &given); err != nil {
		return nil, err
	}
	if len(given) == 0 {
		return nil, nil
	}
	config := &credentials.Config{}
	fields := reflect.ValueOf(config).Elem()
	for name, value := range given {
		if name == "credentialsUri" {
			name = "Url"
		}
		field := fields.FieldByNameFunc(func(found string) bool { return strings.EqualFold(found, name) })
		if !field.IsValid() {
			return nil, fmt.Errorf("the client has no option %s", name)
		}
		copied := value
		field.Set(reflect.ValueOf(&copied))
	}
	return config, nil
}
