// Package alicredtest starts a simulated Alibaba Cloud for tests. Every client of a test reaches it at the real
// addresses, and nothing else.
package alicredtest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// Cloud is a running cloud. Summary is what the command prints with --json: keys, ids, addresses, variables.
type Cloud struct {
	Summary struct {
		ProxyURL    string `json:"proxyUrl"`
		Control     struct{ URL, Token string }
		Environment struct {
			Set   map[string]string
			Unset []string
		}
		Keys []struct{ ID, Secret, Owner string }
	}
	t *testing.T
}

// One for the process, because Go reads proxy and certificates once. It ends with the process, and with its input.
var start = sync.OnceValues(func() (cloud Cloud, err error) {
	command := strings.Fields(os.Getenv("ALICRED_COMMAND") + " simulate --json --until-eof")
	if os.Getenv("ALICRED_COMMAND") == "" {
		command = append([]string{"npx", "--yes", "alicred"}, command...)
	}
	process := exec.Command(command[0], command[1:]...)
	process.Stderr = os.Stderr
	input, _ := process.StdinPipe()
	output, _ := process.StdoutPipe()
	if err = process.Start(); err == nil {
		err = json.NewDecoder(output).Decode(&cloud.Summary)
	}
	go func() { process.Wait(); input.Close() }()
	return cloud, err
})

// Start starts the command in ALICRED_COMMAND, by default "npx alicred", and sets its variables until the test ends: a
// key, the proxy, the certificate. Each test finds the cloud in its first state; tests that use it cannot be parallel.
func Start(t *testing.T) *Cloud {
	t.Helper()
	cloud, err := start()
	must(t, err)
	cloud.t = t
	for _, name := range cloud.Summary.Environment.Unset {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	for name, value := range cloud.Summary.Environment.Set {
		t.Setenv(name, value)
	}
	t.Cleanup(func() { cloud.Call("POST", "restart", nil) })
	return &cloud
}

// Advance moves the clock by a duration such as "6h".
func (c *Cloud) Advance(duration string) {
	c.Call("POST", "clock/advance", map[string]any{"duration": duration})
}

// Fault breaks something, as {"kind": "throttling", "operation": "AssumeRole"} does.
func (c *Cloud) Fault(fault map[string]any) { c.Call("POST", "faults", fault) }

// AssertRequests fails the test unless so many requests have these fields in the journal, all of them without any.
func (c *Cloud) AssertRequests(count int, where map[string]any) {
	c.t.Helper()
	if where == nil {
		where = map[string]any{}
	}
	c.Call("POST", "assert", map[string]any{"where": where, "count": count})
}

// Call calls the control API. It fails the test with the reason of an error.
func (c *Cloud) Call(method, path string, body any) (answer map[string]any) {
	c.t.Helper()
	content, _ := json.Marshal(body)
	request, err := http.NewRequest(method, c.Summary.Control.URL+"/"+path, bytes.NewReader(content))
	must(c.t, err)
	request.Header = http.Header{"Authorization": {"Bearer " + c.Summary.Control.Token}, "Content-Type": {"application/json"}}
	reply, err := (&http.Client{Transport: &http.Transport{}}).Do(request)
	must(c.t, err)
	defer reply.Body.Close()
	json.NewDecoder(reply.Body).Decode(&answer)
	if reply.StatusCode >= 400 {
		c.t.Fatalf("alicredtest: %v", answer["reason"])
	}
	return answer
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("alicredtest: %v", err)
	}
}
