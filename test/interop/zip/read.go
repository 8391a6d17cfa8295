// Says what Go's archive/zip reads in each archive: a path a line in, a line of JSON a path out.
package main

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
)

type answer struct {
	Entries [][3]any `json:"entries,omitempty"`
	Refused string   `json:"refused,omitempty"`
}

// An archive that says more than it holds must not take all the time.
const most = 64 << 20

func read(path string) ([][3]any, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	found := [][3]any{}
	for _, file := range archive.File {
		content, err := file.Open()
		if err != nil {
			return nil, err
		}
		sum := sha256.New()
		length, err := io.Copy(sum, io.LimitReader(content, most))
		content.Close()
		if err != nil {
			return nil, err
		}
		found = append(found, [3]any{file.Name, length, hex.EncodeToString(sum.Sum(nil))})
	}
	return found, nil
}

func main() {
	out := json.NewEncoder(os.Stdout)
	paths := bufio.NewScanner(os.Stdin)
	for paths.Scan() {
		entries, err := read(paths.Text())
		if err != nil {
			out.Encode(answer{Refused: err.Error()})
		} else {
			out.Encode(answer{Entries: entries})
		}
	}
}
