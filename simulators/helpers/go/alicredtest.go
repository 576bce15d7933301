// Package alicredtest starts a simulated Alibaba Cloud for tests. Every client of a test reaches it at the real
// addresses, and nothing else.
package alicredtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// Fields are the members of a JSON object.
type Fields = map[string]any

// Cloud is a running cloud, with its keys and variables as the command prints them with --json.
type Cloud struct {
	Keys        []struct{ ID, Secret, Owner string }
	Control     struct{ URL, Token string }
	Environment struct {
		Set   map[string]string
		Unset []string
	}
	t *testing.T
}

// One for the process, because Go reads proxy and certificates once. It ends with its input, and so with the process.
var start = sync.OnceValues(func() (cloud Cloud, err error) {
	command := cmp.Or(os.Getenv("ALICRED_COMMAND"), "npx --yes alicred")
	words := strings.Fields(command + " simulate --json --until-eof")
	process := exec.Command(words[0], words[1:]...)
	process.Stderr = os.Stderr
	input, _ := process.StdinPipe()
	output, _ := process.StdoutPipe()
	err = errors.Join(process.Start(), json.NewDecoder(output).Decode(&cloud))
	go func() { process.Wait(); input.Close() }()
	return cloud, err
})

// Start starts the command in ALICRED_COMMAND, by default "npx alicred", and sets its variables until the test ends: a
// key, the proxy, the certificate. Each test finds the cloud in its first state; tests that use it cannot be parallel.
func Start(t *testing.T) *Cloud {
	t.Helper()
	cloud, err := start()
	if err != nil {
		t.Fatal("alicredtest:", err)
	}
	for _, name := range cloud.Environment.Unset {
		t.Setenv(name, "")
	}
	for name, value := range cloud.Environment.Set {
		t.Setenv(name, value)
	}
	cloud.t = t
	t.Cleanup(func() { cloud.Call("POST", "restart", nil) })
	return &cloud
}

// Advance moves the clock by a duration such as "6h".
func (c *Cloud) Advance(duration string) {
	c.Call("POST", "clock/advance", Fields{"duration": duration})
}

// Fault breaks something, as {"kind": "throttling", "operation": "AssumeRole"} does.
func (c *Cloud) Fault(fault Fields) { c.Call("POST", "faults", fault) }

// AssertRequests fails the test unless so many requests have these fields in the journal: all of them, where none are named.
func (c *Cloud) AssertRequests(count int, where Fields) {
	c.t.Helper()
	c.Call("POST", "assert", Fields{"where": where, "count": count})
}

// Call calls the control API. It fails the test with the reason of an error.
func (c *Cloud) Call(method, path string, body Fields) (answer Fields) {
	c.t.Helper()
	content, _ := json.Marshal(body)
	request, _ := http.NewRequest(method, c.Control.URL+"/"+path, bytes.NewReader(content))
	request.Header = http.Header{"Authorization": {"Bearer " + c.Control.Token}, "Content-Type": {"application/json"}}
	reply, err := (&http.Transport{}).RoundTrip(request) // Not by the proxy, which leads to the services alone.
	if err != nil {
		c.t.Fatal("alicredtest:", err)
	}
	defer reply.Body.Close()
	json.NewDecoder(reply.Body).Decode(&answer)
	if reply.StatusCode >= 400 {
		c.t.Fatal("alicredtest:", answer["reason"])
	}
	return answer
}
