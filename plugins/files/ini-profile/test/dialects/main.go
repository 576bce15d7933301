// Prints how gopkg.in/ini.v1, the parser of Alibaba Cloud's client for Go, reads the corpus.
//
//	go mod init dialects && go get gopkg.in/ini.v1@v1.68.0 && go run main.go < corpus.json > go.json
package main

import (
	"encoding/json"
	"os"

	"gopkg.in/ini.v1"
)

type entry struct{ Name, Text string }

func main() {
	var corpus []entry
	check(json.NewDecoder(os.Stdin).Decode(&corpus))
	answers := map[string]any{}
	for _, each := range corpus {
		answers[each.Name] = read(each.Text)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	check(encoder.Encode(answers))
}

// As credentials/providers/profile.go of github.com/aliyun/credentials-go loads and asks.
func read(text string) any {
	file, err := ini.Load([]byte(text))
	if err != nil {
		return map[string]string{"error": "refused"}
	}
	sections := map[string]map[string]string{}
	for _, section := range file.Sections() {
		keys := map[string]string{}
		for _, key := range section.Keys() {
			keys[key.Name()] = key.String()
		}
		if section.Name() != ini.DefaultSection || len(keys) > 0 {
			sections[section.Name()] = keys
		}
	}
	return map[string]any{"parser": sections}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
