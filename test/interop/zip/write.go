// Writes archives with Go's archive/zip: the folder to take, and the folder to write to.
package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func write(path string, fill func(*zip.Writer)) {
	file, err := os.Create(path)
	check(err)
	archive := zip.NewWriter(file)
	fill(archive)
	check(archive.Close())
	check(file.Close())
}

func main() {
	tree, out := os.Args[1], os.Args[2]
	write(filepath.Join(out, "go-fs.zip"), func(archive *zip.Writer) {
		check(archive.AddFS(os.DirFS(tree)))
	})
	write(filepath.Join(out, "go-create.zip"), func(archive *zip.Writer) {
		for _, name := range []string{"a", "d/", "d/b", "grün"} {
			content, err := archive.Create(name)
			check(err)
			if name != "d/" {
				_, err = io.WriteString(content, "content of "+name)
				check(err)
			}
		}
	})
	write(filepath.Join(out, "go-stored.zip"), func(archive *zip.Writer) {
		header := &zip.FileHeader{Name: "stored", Method: zip.Store}
		header.SetMode(0o755)
		content, err := archive.CreateHeader(header)
		check(err)
		_, err = io.WriteString(content, "stored, with a descriptor behind it")
		check(err)
		check(archive.SetComment("a comment"))
	})
}
