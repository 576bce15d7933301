// Package alicredtest starts a simulated Alibaba Cloud for a test. Every client of the test reaches it at the real
// addresses, and nothing else.
package alicredtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Cloud is a running cloud. Summary is what the command prints with --json: keys, ids, addresses, variables.
type Cloud struct {
	Summary struct {
		ProxyURL  string `json:"proxyUrl"`
		Control   struct{ URL, Token string }
		Variables map[string]map[string]string
		Keys      []struct{ ID, Secret, Owner string }
	}
	t      *testing.T
	client http.Client
}

// Go reads the proxy and the certificates once in a process, so that they stay the same from one test to the next.
var port, authority = "0", ""

// Start starts the command in ALICRED_COMMAND, by default "npx alicred", and sets its variables until the test ends: a
// key, the proxy, the certificate. Tests that use it cannot be parallel.
func Start(t *testing.T) *Cloud {
	t.Helper()
	if authority == "" {
		folder, err := os.MkdirTemp("", "alicredtest-")
		must(t, err)
		authority = filepath.Join(folder, "authority.pem")
	}
	command := os.Getenv("ALICRED_COMMAND")
	if command == "" {
		command = "npx --yes alicred"
	}
	words := append(strings.Fields(command), "simulate", "--json", "--port", port, "--ca", authority)
	process := exec.Command(words[0], words[1:]...)
	process.Stderr = os.Stderr
	output, err := process.StdoutPipe()
	must(t, err)
	must(t, process.Start())
	t.Cleanup(func() {
		process.Process.Signal(os.Interrupt)
		process.Wait()
	})
	line, err := bufio.NewReader(output).ReadBytes('\n')
	must(t, err)
	cloud := &Cloud{t: t, client: http.Client{Transport: &http.Transport{}}}
	must(t, json.Unmarshal(line, &cloud.Summary))
	port = cloud.Summary.ProxyURL[strings.LastIndex(cloud.Summary.ProxyURL, ":")+1:]
	t.Setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "")
	os.Unsetenv("ALIBABA_CLOUD_SECURITY_TOKEN")
	for name, value := range cloud.Summary.Variables["key"] {
		t.Setenv(name, value)
	}
	return cloud
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
func (c *Cloud) Call(method, path string, body any) map[string]any {
	c.t.Helper()
	content, err := json.Marshal(body)
	must(c.t, err)
	request, err := http.NewRequest(method, c.Summary.Control.URL+"/"+path, bytes.NewReader(content))
	must(c.t, err)
	request.Header.Set("Authorization", "Bearer "+c.Summary.Control.Token)
	request.Header.Set("Content-Type", "application/json")
	reply, err := c.client.Do(request)
	must(c.t, err)
	defer reply.Body.Close()
	var answer map[string]any
	if reply.StatusCode != http.StatusNoContent {
		must(c.t, json.NewDecoder(reply.Body).Decode(&answer))
	}
	if reply.StatusCode >= 400 {
		must(c.t, fmt.Errorf("%v", answer["reason"]))
	}
	return answer
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("alicredtest: %v", err)
	}
}
