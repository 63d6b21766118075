// Command evidence draws the files of examples/contest: an invoice, a photograph of a parcel at a
// door, and two photographs of a delivery receipt, a poor one and a good one. Nobody in them exists.
//
//	go run -C internal/tools/evidence . ../../../examples/contest
package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "evidence:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("want one argument, the directory of the example")
	}
	receipt, err := paper()
	if err != nil {
		return err
	}
	door, err := doorstep()
	if err != nil {
		return err
	}
	files := []struct {
		name    string
		content func() ([]byte, error)
	}{
		{"evidence/invoice.pdf", invoice},
		{"evidence/parcel.jpg", photo(door, 94)},
		{"evidence/receipt.jpg", photo(poor(receipt), 55)},
		{"better/receipt.jpg", photo(good(receipt), 86)},
	}
	for _, file := range files {
		content, err := file.content()
		if err != nil {
			return fmt.Errorf("draw %s: %w", file.name, err)
		}
		path := filepath.Join(args[0], file.name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(os.Stdout, "%-24s %8d bytes\n", file.name, len(content))
	}
	return nil
}

func photo(picture image.Image, quality int) func() ([]byte, error) {
	return func() ([]byte, error) {
		var out bytes.Buffer
		err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality})
		return out.Bytes(), err
	}
}
